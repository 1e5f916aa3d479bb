"""The demo: a believable spring of 2014, built through the services. Only installed with PORTAL_DEMO=1."""
