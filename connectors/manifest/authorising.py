"""How a source wants to know who is asking: nothing, bearer, header, query, basic, OAuth2 client credentials, signed.

Secrets are names that the context resolves; it sends each to its own host only.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from connectors.feeds.signing import Signature
from connectors.protocol import Context
from connectors.secrets import secret_name
from schema.problems import DoorstepError

Said = Mapping[str, Any]  # Any: as YAML writes it, checked by the JSON Schema


@dataclass(frozen=True, slots=True)
class Asked:
    """A request before it is sent."""

    url: str
    method: str = "GET"
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None  # Any: a JSON body

    def having(self, *, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> "Asked":
        """The same with these added."""
        return Asked(
            self.url, self.method, {**self.params, **(params or {})}, {**self.headers, **(headers or {})}, self.body
        )


class Authoriser:
    """Adds to every request what its source asks for; an OAuth2 token is fetched once a run."""

    def __init__(self, said: Said, context: Context) -> None:
        self._said = said
        self._context = context
        self._token: str | None = None

    async def authorise(self, asked: Asked) -> Asked:
        """The request with its credentials."""
        said, by = self._said, self._said.get("by", "none")
        if by == "bearer":
            return asked.having(headers={"Authorization": f"Bearer {self._secret('token')}"})
        if by == "header":
            return asked.having(headers={said["name"]: f"{said.get('prefix', '')}{self._secret('value')}"})
        if by == "query":
            return asked.having(params={said["name"]: self._secret("value")})
        if by == "basic":
            pair = base64.b64encode(f"{said['user']}:{self._secret('password')}".encode()).decode()
            return asked.having(headers={"Authorization": f"Basic {pair}"})
        if by == "oauth2":
            return asked.having(headers={"Authorization": f"Bearer {await self._oauth_token()}"})
        if by == "signed":
            return self._signed(asked)
        return asked

    def _secret(self, name: str) -> str:
        value = self._said[name]
        return self._context.secret(secret_name(value) or str(value))

    async def _oauth_token(self) -> str:
        """RFC 6749, 4.4: the client credentials grant."""
        if self._token is None:
            form = {
                "grant_type": "client_credentials",
                "client_id": str(self._said["clientId"]),
                "client_secret": self._secret("clientSecret"),
                **({"scope": self._said["scope"]} if "scope" in self._said else {}),
            }
            page = await self._context.get(
                str(self._said["tokenUrl"]),
                method="POST",
                headers={"Content-Type": "application/x-www-form-urlencoded"},
                content=urlencode(form).encode(),
            )
            answer = page.json()
            token = answer.get("access_token") if isinstance(answer, Mapping) else None
            if not token:
                raise DoorstepError(
                    "TOKEN_REFUSED",
                    "令牌接口没有给出 access_token，请核对 clientId 和密钥",
                    "the token endpoint gave no access_token; check the client id and its secret",
                    ("auth",),
                )
            self._token = str(token)
        return self._token

    def _signed(self, asked: Asked) -> Asked:
        said = self._said
        if "over" in said:
            return self._signed_over(asked, said["over"])
        signature = Signature(
            app_id=str(said["appId"]),
            secret=self._secret("secret"),
            method=said.get("method", "sha256"),
            app_id_param=said.get("appIdParam", "appId"),
            timestamp_param=said.get("timestampParam", "timestamp"),
            timestamp_in_milliseconds=said.get("timestampInMilliseconds", False),
            sign_param=said.get("param", "sign"),
            uppercase=said.get("uppercase", False),
        )
        signed = signature.sign(asked.params, self._context.now)
        return Asked(asked.url, asked.method, signed, asked.headers, asked.body)

    def _signed_over(self, asked: Asked, parts: list[str]) -> Asked:
        """A digest over named parts, joined, in a header beside the timestamp."""
        said = self._said
        scale = 1000 if said.get("timestampInMilliseconds") else 1
        timestamp = str(int(self._context.now.timestamp() * scale))
        words = {
            "appId": str(said["appId"]),
            "timestamp": timestamp,
            "method": asked.method,
            "path": urlsplit(asked.url).path,
            "query": urlencode(sorted(asked.params.items())),
            "secret": self._secret("secret"),
        }
        text = said.get("join", "").join(words[part] for part in parts)
        if said.get("method", "sha256") == "hmac-sha256":
            digest = hmac.new(words["secret"].encode(), text.encode(), hashlib.sha256).hexdigest()
        else:
            digest = hashlib.new(said.get("method", "sha256"), text.encode()).hexdigest()
        named = {
            said.get("appIdParam", "appId"): words["appId"],
            said.get("timestampParam", "timestamp"): timestamp,
            said.get("param", "sign"): digest.upper() if said.get("uppercase") else digest,
        }
        return asked.having(params=named) if said.get("in") == "query" else asked.having(headers=named)
