"""The forms of this app. They check shape and give clear messages; what may happen is in the table and the guards."""
