"""Run the command line: ``python -m incident_mapper`` is the same as ``incident-mapper``."""

from incident_mapper.cli import main

if __name__ == "__main__":
    main()
