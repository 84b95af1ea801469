// One check of an endpoint: what is asked, and what the answer says. AWS: "How Amazon Route 53 determines whether a health check is healthy".

import { isIP } from "node:net";
import type { YardContext } from "../../../service/context.ts";
import { connectOutbound, sendOutbound } from "../../../service/outbound-http.ts";
import { type Config, isMatching, isSecure } from "./config.ts";

export interface CheckResult {
  readonly isSuccess: boolean;
  /** As GetHealthCheckStatus has it. */
  readonly status: string;
}

/** AWS: an endpoint has four seconds for the connection and two for the answer, ten for TCP. */
const HTTP_TIMEOUT_MS = 6_000;
const TCP_TIMEOUT_MS = 10_000;
/** AWS: the search string is looked for in so much of the body. */
const SEARCHED_BYTES = 5_120;

/** Checks the endpoint at `address`, which the configuration gives or its name leads to. Never rejects. */
export async function checkEndpoint(
  yard: YardContext,
  config: Config,
  address: string | undefined,
): Promise<CheckResult> {
  if (address === undefined)
    return failure("DNS resolution failed: No A record was found for the domain name of the health check.");
  const port = config.Port ?? (isSecure(config) ? 443 : 80);
  if (config.Type === "TCP") {
    const reason = await connectOutbound(yard, { host: address, port, timeoutMs: TCP_TIMEOUT_MS });
    return reason === undefined ? { isSuccess: true, status: "Success: TCP connection established" } : failure(reason);
  }
  const scheme = isSecure(config) ? "https" : "http";
  const host = isIP(address) === 6 ? `[${address}]` : address;
  const result = await sendOutbound(yard, {
    method: "GET",
    url: `${scheme}://${host}:${port}${config.ResourcePath ?? "/"}`,
    headers: { host: hostHeader(config, host, port), "user-agent": USER_AGENT, accept: "*/*" },
    body: "",
    timeoutMs: HTTP_TIMEOUT_MS,
    // AWS: HealthCheckConfig, EnableSNI: "Route 53 doesn't check the validity of the certificate".
    ...(isSecure(config) && { secure: { acceptsAnyCertificate: true, ...serverName(config) } }),
    mostAnswerBytes: SEARCHED_BYTES,
  });
  if (result.kind === "no-answer") return failure(result.reason);
  const text = `HTTP Status Code ${result.status}`;
  if (result.status < 200 || result.status >= 400) return failure(text);
  if (isMatching(config) && !Buffer.from(result.body).includes(config.SearchString ?? ""))
    return failure(`${text}. The response body did not contain the search string.`);
  return { isSuccess: true, status: `Success: ${text}, OK` };
}

const USER_AGENT = "Amazon-Route53-Health-Check-Service (Stackyard)";

/** AWS: HealthCheckConfig, FullyQualifiedDomainName: with the port unless it is the scheme's own. */
function hostHeader(config: Config, host: string, port: number): string {
  const name = config.FullyQualifiedDomainName ?? host;
  return port === (isSecure(config) ? 443 : 80) ? name : `${name}:${port}`;
}

function serverName({ EnableSNI: isSent, FullyQualifiedDomainName: name }: Config): { serverName?: string } {
  return isSent === true && name !== undefined ? { serverName: name } : {};
}

function failure(reason: string): CheckResult {
  return { isSuccess: false, status: `Failure: ${reason}` };
}
