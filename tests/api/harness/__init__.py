"""What the tests of the running service stand on: cluster, service, contract, client, register."""
