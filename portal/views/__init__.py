"""The pages of the kernel and the one view that serves every transition."""
