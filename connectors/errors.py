"""What can go wrong between a source and its records: one class a code, with its sentence in Chinese and English.

The sentences name the address without its query and never an internal. `retryable` says whether the same request may
answer another time; `docs/errors.md` lists every code and what to do about it, and a test holds the two together.
"""

from typing import ClassVar

from schema.problems import DoorstepError


class FetchError(DoorstepError):
    """A page that could not be had or read. Subclasses fill in the code and the sentences, with {facts} in braces."""

    stable_code: ClassVar[str] = ""
    zh: ClassVar[str] = ""
    en: ClassVar[str] = ""
    retryable: ClassVar[bool] = False
    registered: ClassVar[dict[str, type["FetchError"]]] = {}

    def __init_subclass__(cls, code: str, zh: str, en: str, retryable: bool = False) -> None:
        cls.stable_code, cls.zh, cls.en, cls.retryable = code, zh, en, retryable
        FetchError.registered[code] = cls

    def __init__(self, where: str = "", *, retry_after: float | None = None, **facts: object) -> None:
        """`where`: what of the address may be shown; `retry_after`: seconds that the server asked to wait."""
        self.where = where
        self.retry_after = retry_after
        words = {"where": where, **facts}
        super().__init__(self.stable_code, self.zh.format_map(words), self.en.format_map(words))


class AddressInvalid(
    FetchError,
    code="ADDRESS_INVALID",
    zh="“{where}”不是能访问的网址：请写完整的 https:// 网址。",
    en="“{where}” is no address that can be fetched: write a whole https:// address.",
): ...


class AddressForbidden(
    FetchError,
    code="ADDRESS_FORBIDDEN",
    zh="{where} 指向内网或保留地址，不能访问。内网来源须由运维把它加入允许名单。",
    en="{where} leads to a private or reserved address and is not fetched. The operator can put an intranet source"
    " on the allow list.",
): ...


class FolderForbidden(
    FetchError,
    code="FOLDER_FORBIDDEN",
    zh="{where} 不在允许读取的文件夹里（或经由符号链接）。须由运维把文件夹写进 DOORSTEP_ALLOW_FOLDERS。",
    en="{where} is in no folder that may be read (or leads over a symbolic link). The operator names such folders in"
    " DOORSTEP_ALLOW_FOLDERS.",
): ...


class HttpsRequired(
    FetchError,
    code="HTTPS_REQUIRED",
    zh="{where} 不是 https 网址。请改用 https；只有 http 的来源须由运维允许。",
    en="{where} is not https. Use https; a source that has only http must be allowed by the operator.",
): ...


class DnsFailed(
    FetchError,
    code="DNS_FAILED",
    zh="找不到主机 {where}：请核对网址里的域名。",
    en="The host {where} cannot be found: check the name in the address.",
    retryable=True,
): ...


class ConnectFailed(
    FetchError,
    code="CONNECT_FAILED",
    zh="连不上 {where}：对方服务器没有开，或拒绝连接。",
    en="{where} cannot be reached: its server is down or refuses connections.",
    retryable=True,
): ...


class ConnectionLost(
    FetchError,
    code="CONNECTION_LOST",
    zh="{where} 没有回应就断开了连接：请稍后再试。",
    en="{where} dropped the connection without an answer: try again later.",
    retryable=True,
): ...


class TlsFailed(
    FetchError,
    code="TLS_FAILED",
    zh="{where} 的安全证书无法验证（过期、域名不符或不受信任）：请对方更新证书。",
    en="The certificate of {where} cannot be verified (expired, for another name, or not trusted): ask for a new one.",
): ...


class TimedOut(
    FetchError,
    code="TIMEOUT",
    zh="{where} 在 {seconds} 秒内没有回应：请稍后再试。",
    en="{where} did not answer within {seconds} seconds: try again later.",
    retryable=True,
): ...


class TooSlow(
    FetchError,
    code="TOO_SLOW",
    zh="{where} 传得太慢，{seconds} 秒内没有传完：请稍后再试。",
    en="{where} was too slow: the page was not whole within {seconds} seconds. Try again later.",
    retryable=True,
): ...


class TooLarge(
    FetchError,
    code="TOO_LARGE",
    zh="{where} 超过 {limit} 的上限，没有读取：请分页提供。",
    en="{where} is larger than {limit} and was not read: offer it in pages.",
): ...


class InflatesTooLarge(
    FetchError,
    code="INFLATES_TOO_LARGE",
    zh="{where} 解压后超过 {limit} 的上限，没有读取。",
    en="{where} unpacks to more than {limit} and was not read.",
): ...


class TruncatedBody(
    FetchError,
    code="TRUNCATED_BODY",
    zh="{where} 只收到一部分，不是完整的页面，没有采用。",
    en="Only a part of {where} arrived; it is not a whole page and was not used.",
    retryable=True,
): ...


class ContentEncodingUnknown(
    FetchError,
    code="CONTENT_ENCODING_UNKNOWN",
    zh="{where} 用“{encoding}”方式压缩，无法解开：请改用 gzip。",
    en="{where} is packed as “{encoding}”, which cannot be unpacked: use gzip.",
): ...


class ContentEncodingBroken(
    FetchError,
    code="CONTENT_ENCODING_BROKEN",
    zh="{where} 的压缩内容已损坏，无法解开。",
    en="The packed body of {where} is damaged and cannot be unpacked.",
    retryable=True,
): ...


class StatusError(
    FetchError,
    code="STATUS_UNEXPECTED",
    zh="{where} 回应了意料之外的状态 {status}。",
    en="{where} answered with the unexpected status {status}.",
):
    """Any status the caller did not expect; `status` is the number itself."""

    def __init__(self, where: str = "", *, status: int = 0, retry_after: float | None = None) -> None:
        self.status = status
        super().__init__(where, retry_after=retry_after, status=status)


class Status401(
    StatusError,
    code="STATUS_401",
    zh="{where} 要求登录或密钥（401）：请核对来源的认证设置。",
    en="{where} asks for a login or key (401): check the source's authentication.",
): ...


class Status403(
    StatusError,
    code="STATUS_403",
    zh="{where} 拒绝访问（403）：请对方开放，或核对密钥的权限。",
    en="{where} refuses access (403): ask for it, or check what the key may do.",
): ...


class Status404(
    StatusError,
    code="STATUS_404",
    zh="{where} 不存在（404）：请核对网址。",
    en="{where} does not exist (404): check the address.",
): ...


class Status410(
    StatusError,
    code="STATUS_410",
    zh="{where} 已被永久移除（410）。",
    en="{where} has been removed for good (410).",
): ...


class Status4xx(
    StatusError,
    code="STATUS_4XX",
    zh="{where} 不接受这个请求（{status}）：请核对来源的设置。",
    en="{where} does not accept the request ({status}): check the source's configuration.",
): ...


class Status5xx(
    StatusError,
    code="STATUS_5XX",
    zh="{where} 的服务器出错（{status}）：请稍后再试，或通知对方。",
    en="The server of {where} failed ({status}): try again later, or tell its owner.",
    retryable=True,
): ...


class RateLimited(
    StatusError,
    code="RATE_LIMITED",
    zh="{where} 要求放慢访问（{status}）：稍后会再试。",
    en="{where} asks to be visited less often ({status}): it is tried again later.",
    retryable=True,
): ...


class CaptchaPage(
    FetchError,
    code="CAPTCHA_PAGE",
    zh="{where} 返回的是验证码或安全验证页面，不是内容：请对方放行，或放慢访问。",
    en="{where} answered with a verification page instead of its content: ask to be let in, or visit it less often.",
): ...


class BlankPage(
    FetchError,
    code="BLANK_PAGE",
    zh="{where} 返回了空白页面。",
    en="{where} answered with a blank page.",
    retryable=True,
): ...


class RedirectLoop(
    FetchError,
    code="REDIRECT_LOOP",
    zh="{where} 反复跳转，到不了任何页面。",
    en="{where} redirects in a circle and leads to no page.",
): ...


class RedirectsTooMany(
    FetchError,
    code="REDIRECTS_TOO_MANY",
    zh="{where} 跳转超过 {limit} 次：请直接写最终网址。",
    en="{where} redirects more than {limit} times: write the address it ends at.",
): ...


class RedirectElsewhere(
    FetchError,
    code="REDIRECT_ELSEWHERE",
    zh="{where} 要求把提交的内容转发到另一主机，没有照办：请直接写那个网址。",
    en="{where} asks to send the request's body on to another host, which is not done: write that address itself.",
): ...


class RobotsForbids(
    FetchError,
    code="ROBOTS_FORBIDS",
    zh="{where} 的 robots.txt 不允许抓取。获得对方书面同意后，可由运维注明理由后放行。",
    en="The robots.txt of {where} forbids fetching it. With its owner's consent the operator can lift this, stating"
    " the reason.",
): ...


class BreakerOpen(
    FetchError,
    code="BREAKER_OPEN",
    zh="{where} 接连失败，暂停访问，约 {seconds} 秒后再试。",
    en="{where} failed again and again; it is left alone and tried again in about {seconds} seconds.",
): ...


class NotJson(
    FetchError,
    code="NOT_JSON",
    zh="{where} 应是 JSON，得到的却是{found}。",
    en="{where} should be JSON but is {found_en}.",
): ...


class NotXml(
    FetchError,
    code="NOT_XML",
    zh="{where} 应是 XML，但第 {line} 行无法读取。",
    en="{where} should be XML but cannot be read at line {line}.",
): ...


class DoctypeRefused(
    FetchError,
    code="DOCTYPE_REFUSED",
    zh="{where} 的 XML 含有 DOCTYPE 声明，为安全起见不予读取：请去掉。",
    en="The XML of {where} has a DOCTYPE, which is refused for safety: leave it out.",
): ...


class ArchiveBomb(
    FetchError,
    code="ARCHIVE_BOMB",
    zh="{where} 解开后过大或条目过多，没有读取：请拆成较小的文件。",
    en="{where} unpacks to too much or has too many entries, and was not read: send smaller files.",
): ...


class ArchiveBroken(
    FetchError,
    code="ARCHIVE_BROKEN",
    zh="{where} 已损坏或加了密码，无法打开：请重新保存后再发。",
    en="{where} is damaged or has a password and cannot be opened: save and send it again.",
): ...


class ParseTooSlow(
    FetchError,
    code="PARSE_TOO_SLOW",
    zh="{where} 的页面过大或嵌套过深，没有读完：请提供较简单的页面。",
    en="{where} is too large or too deeply nested to be read in time: offer a simpler page.",
): ...


class WrongEncoding(
    FetchError,
    code="WRONG_ENCODING",
    zh="{where} 的文字编码不对，读出来是乱码：请按声明的编码保存（建议 UTF-8）。",
    en="The text of {where} is garbled: save it in the encoding it declares (UTF-8 is best).",
): ...


class SecretUnknown(
    FetchError,
    code="SECRET_UNKNOWN",
    zh="配置引用的密钥“{name}”还没有设置。",
    en="The secret “{name}” that the configuration refers to has not been set.",
): ...


class SecretUnreadable(
    FetchError,
    code="SECRET_UNREADABLE",
    zh="密钥“{name}”无法解密：DOORSTEP_SECRET_KEY 已更换，请重新设置这个密钥。",
    en="The secret “{name}” cannot be decrypted: DOORSTEP_SECRET_KEY has changed. Set the secret again.",
): ...


class SecretWrongHost(
    FetchError,
    code="SECRET_WRONG_HOST",
    zh="密钥“{name}”只能发给 {host}，没有发给 {where}。",
    en="The secret “{name}” may be sent only to {host} and was not sent to {where}.",
): ...


class NotRecorded(
    FetchError,
    code="NOT_RECORDED",
    zh="{where} 不在已保存的页面中，离线时不会访问网络。",
    en="{where} is not among the saved pages, and nothing is fetched offline.",
): ...


_STATUSES: dict[int, type[StatusError]] = {401: Status401, 403: Status403, 404: Status404, 410: Status410}


def status_error(status: int, where: str, retry_after: float | None = None) -> StatusError:
    """The error for a status that was not expected. 503 with Retry-After is the server asking for patience."""
    if status == 429 or (status == 503 and retry_after is not None):
        kind: type[StatusError] = RateLimited
    elif status in _STATUSES:
        kind = _STATUSES[status]
    elif 400 <= status < 500:
        kind = Status4xx
    else:
        kind = Status5xx if 500 <= status < 600 else StatusError
    return kind(where, status=status, retry_after=retry_after)
