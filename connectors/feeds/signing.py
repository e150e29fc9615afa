"""Signed requests as Chinese public feeds ask for them: a digest over the sorted parameters and a shared key.

The rule, as provincial recruitment APIs print it: the parameters that are not empty, without the signature itself, in
ASCII order of their names, as k=v joined by & (values not URL-encoded), then &key=SECRET; hexadecimal digest of that.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Method = Literal["sha256", "hmac-sha256", "md5"]


@dataclass(frozen=True, slots=True)
class Signature:
    """How a feed wants its requests signed."""

    app_id: str
    secret: str
    method: Method = "sha256"
    app_id_param: str = "appId"
    timestamp_param: str = "timestamp"
    timestamp_in_milliseconds: bool = False
    sign_param: str = "sign"
    key_suffix: str = "&key="
    uppercase: bool = False

    def __repr__(self) -> str:
        return f"Signature(app_id={self.app_id!r}, secret=***, method={self.method!r})"

    def sign(self, params: Mapping[str, str], now: datetime) -> dict[str, str]:
        """The parameters with application id, timestamp and signature added."""
        seconds = now.timestamp() * (1000 if self.timestamp_in_milliseconds else 1)
        signed = {**params, self.app_id_param: self.app_id, self.timestamp_param: str(int(seconds))}
        signed = {name: value for name, value in signed.items() if value != ""}
        return {**signed, self.sign_param: self._digest(signed)}

    def _digest(self, params: Mapping[str, str]) -> str:
        text = "&".join(f"{name}={params[name]}" for name in sorted(params) if name != self.sign_param)
        if self.method == "hmac-sha256":
            digest = hmac.new(self.secret.encode(), text.encode(), hashlib.sha256).hexdigest()
        else:
            digest = hashlib.new(self.method, f"{text}{self.key_suffix}{self.secret}".encode()).hexdigest()
        return digest.upper() if self.uppercase else digest
