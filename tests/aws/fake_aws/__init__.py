"""An AWS endpoint for tests: botocore's service models say how to speak, a world says what to answer."""
