"""What the build leaves out beyond the list in pyproject.toml: files that git does not know.

A draft, a note or a key that lies in a folder of the package would go to everybody who installs it.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class OnlyWhatGitKnows(BuildHookInterface):  # type: ignore[type-arg]
    """Leaves untracked files out of wheels and source archives that are built in a checkout."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the untracked files to what is excluded, and put CITATION.cff beside the other data."""
        if version == "editable":
            return
        if self.target_name == "wheel":
            build_data["force_include"]["CITATION.cff"] = "kg/_data/CITATION.cff"
        settings = self.build_config.target_config
        untracked = self._untracked(settings["only-include"])
        settings["exclude"] = [*settings["exclude"], *map(_pattern, untracked)]

    def _untracked(self, folders: list[str]) -> list[str]:
        root = Path(self.root)
        if not (root / ".git").exists():
            return []  # an unpacked source archive, where nothing is tracked
        command = ["git", "ls-files", "--others", "-z", "--", *folders]
        try:
            done = subprocess.run(command, cwd=root, capture_output=True, check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            self.app.display_warning(f"git cannot say which files it knows, so all that match are packed: {error}")
            return []
        return [name.decode("utf-8", "surrogateescape") for name in done.stdout.split(b"\0") if name]


def _pattern(name: str) -> str:
    """The one file as a pattern of .gitignore, in which these characters would mean something."""
    return "/" + re.sub(r"([\\*?\[\]!# ])", r"\\\1", name)
