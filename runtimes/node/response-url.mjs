// Answers of custom resources. CloudFormation's response URLs are HTTPS at port 443 on AWS, and most who answer there take nothing but host and
// path from them: the CDK's providers, and the many copies of the cfn-response module. A yard listens on plain HTTP at a port of its own, so what
// goes to a response URL by HTTPS is sent there instead.

import { createRequire, syncBuiltinESMExports } from "node:module";

const RESPONSE_URL = /http:\/\/([\w.-]+):(\d+)(\/_aws\/cloudformation-response\/)/;
const PATH = "/_aws/cloudformation-response/";
const require = createRequire(import.meta.url);

/** Host and port of the yard, once a request of CloudFormation was seen. */
let yard;

/** Before an invocation: the first one whose event has a response URL changes what `https.request` does, for such URLs only. */
export function redirectResponses(payload) {
  if (!payload.includes(PATH)) return;
  const [, hostname, port] = RESPONSE_URL.exec(payload) ?? [];
  if (hostname === undefined) return;
  const isFirst = yard === undefined;
  yard = { hostname, port };
  // Loading both modules takes milliseconds that other functions need not wait for.
  if (isFirst) patch(require("node:https"), require("node:http"));
}

function patch(https, http) {
  const { request } = https;
  https.request = (...given) => {
    const redirected = redirect(given);
    return redirected === undefined ? request(...given) : http.request(...redirected);
  };
  syncBuiltinESMExports();
}

/** What to give to `http.request` instead; undefined for requests to anywhere else. */
function redirect([first, ...rest]) {
  const url = typeof first === "string" || first instanceof URL ? new URL(first) : undefined;
  const [options, ...others] =
    url === undefined ? [first, ...rest] : typeof rest[0] === "object" ? rest : [{}, ...rest];
  const path = options.path ?? (url === undefined ? "" : url.pathname + url.search);
  const hostname = options.hostname ?? options.host ?? url?.hostname;
  const port = Number(options.port ?? (url?.port || 443));
  if (hostname !== yard.hostname || port !== 443 || !path.startsWith(PATH)) return undefined;
  const { agent: _, host: _host, protocol: _protocol, ...kept } = options;
  return [{ ...kept, ...yard, path }, ...others];
}
