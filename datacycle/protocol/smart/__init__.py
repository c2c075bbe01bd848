"""The letters of a SMART goal, one room each. The door is ``datacycle.protocol.goal``."""
