"""What people look at: networks, the time line, the map, the report: data, geometry, template."""
