// One line of a standard log. Pure. AWS: "Standard logging reference", "Log file fields" (developer guide).

import type { ViewerRequest } from "../edge/messages.ts";

/** What a log tells of an answer. Header names are in lower case. */
export interface LoggedVisit {
  readonly request: ViewerRequest;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** As x-cache says it. */
  readonly outcome: string;
  readonly bodyBytes: number;
  /** On the yard's clock: when the last byte was sent. */
  readonly atMs: number;
  readonly firstByteMs: number;
  readonly takenMs: number;
  /** The distribution's, without a port. */
  readonly domainName: string;
  readonly includesCookies: boolean;
}

const FIELDS =
  "date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start sc-range-end";

/** The two lines that every file begins with. */
export const LOG_HEADER = `#Version: 1.0\n#Fields: ${FIELDS}\n`;

/** The line, without its end: 33 fields with a tab between two of them. */
export function logLine(visit: LoggedVisit): string {
  const { request, status, headers, outcome, bodyBytes, atMs, takenMs, firstByteMs } = visit;
  const [date = "", time = ""] = new Date(atMs).toISOString().slice(0, 19).split("T");
  const [, start, end] = /^bytes (\d+)-(\d+)\//.exec(headers["content-range"] ?? "") ?? [];
  const result = status === 301 && outcome === "Miss" && headers["content-length"] === "0" ? "Redirect" : outcome;
  return [
    date,
    time,
    "LOC50-C1",
    String(bodyBytes + sizeOf(headers)),
    request.sourceIp,
    request.method,
    visit.domainName,
    encoded(request.path),
    String(status),
    encoded(request.headers["referer"]),
    encoded(request.headers["user-agent"]),
    encoded(request.rawQuery),
    visit.includesCookies ? encoded(request.headers["cookie"]) : "-",
    result,
    request.requestId,
    encoded(request.host),
    request.scheme,
    String(request.body.length + sizeOf(request.headers) + request.path.length),
    seconds(takenMs),
    encoded(request.headers["x-forwarded-for"]),
    // Which protocol and cipher there were is known in front of the gateway only.
    "-",
    "-",
    result,
    "HTTP/1.1",
    "-",
    "-",
    // LIMIT: nobody here knows the viewer's port.
    "0",
    seconds(firstByteMs),
    result,
    encoded(headers["content-type"]),
    headers["content-length"] ?? "-",
    start ?? "-",
    end ?? "-",
  ].join("\t");
}

const seconds = (ms: number): string => (Math.max(0, ms) / 1000).toFixed(3);

function sizeOf(headers: Readonly<Record<string, string>>): number {
  return Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
}

/**
 * AWS: "Standard logging (legacy)", file format: what is no printable character of ASCII, and some that are, are URL-encoded. That percent signs
 * stay as they came is inferred.
 */
function encoded(text: string | undefined): string {
  if (text === undefined || text === "") return "-";
  return [...Buffer.from(text, "utf8")]
    .map((octet) =>
      octet <= 32 || octet >= 127 || `"#'<>[\\]^\`{|}~`.includes(String.fromCharCode(octet))
        ? `%${octet.toString(16).toUpperCase().padStart(2, "0")}`
        : String.fromCharCode(octet),
    )
    .join("");
}
