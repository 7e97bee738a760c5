"""A small web server that webhooks call: it writes down what it receives, and shows it."""
