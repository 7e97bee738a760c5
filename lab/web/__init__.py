"""The app in a web page: a small server on this machine, one process of the app for each visitor."""
