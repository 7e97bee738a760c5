"""Docker's Engine API over a socket: containers, volumes, networks, events, and the way in for images and registries."""
