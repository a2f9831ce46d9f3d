"""Files to one linked project: discovery, reading, linking, and what is in force in each workload."""
