// A viewer's way through a distribution, one step after the other.

import type { YardContext } from "../../../service/context.ts";
import { itemsOf } from "../config/quantities.ts";
import type { DistributionRecord } from "../records.ts";
import { applyToRequest, applyToResponse } from "../functions/apply.ts";
import { errorPage } from "./error-pages.ts";
import { fetchObject } from "./fetch.ts";
import type { EdgeResponse, ViewerRequest } from "./messages.ts";
import { discard } from "./origins/origin.ts";
import { withPolicy } from "./response-headers.ts";
import { type Settings, settingsFor } from "./settings.ts";
import { refuseUnsigned, withoutSignature } from "./signed/verify.ts";
import { countryOf } from "./viewer-headers.ts";

export interface Visit {
  readonly yard: YardContext;
  readonly distribution: DistributionRecord;
  readonly request: ViewerRequest;
  /** "scheme://host" of all names that the viewer may mean: signatures are over one of them. */
  readonly origins: readonly string[];
}

/** The answer to a viewer. */
export async function serve(visit: Visit): Promise<EdgeResponse> {
  const { yard, distribution, request } = visit;
  const settings = yard.store.read((tx) => settingsFor(tx, distribution, request.path));
  const place = { yard, distribution, behaviour: settings.behaviour };
  const shown = await withErrorPage(refuse(visit, settings) ?? (await fetched(visit, settings)), visit);
  const outcome = shown.outcome === "Hit" || shown.outcome === "RefreshHit" ? "hit" : "miss";
  const headers = withPolicy(shown.headers, settings.responseHeaders, request, `cdn-cache-${outcome}`);
  return applyToResponse(place, request, { ...shown, headers });
}

/** AWS: signatures are looked at before functions run, and functions run before the cache is asked. */
async function fetched(visit: Visit, settings: Settings): Promise<EdgeResponse> {
  const place = { ...visit, behaviour: settings.behaviour };
  const changed = await applyToRequest(place, withoutSignature(visit.request));
  return "status" in changed ? changed : fetchObject(fetchOf(visit, settings, changed));
}

function fetchOf(
  { yard, distribution }: Visit,
  settings: Settings,
  request: ViewerRequest,
): Parameters<typeof fetchObject>[0] {
  const root = distribution.config.DefaultRootObject ?? "";
  // AWS: "Specify a default root object": for the root URL alone.
  const path = request.path === "/" && root !== "" ? `/${root}` : request.path;
  return { yard, distribution, settings, request: { ...request, path }, viewerPath: request.path };
}

/** Why a request is not served at all; undefined where it is. */
function refuse({ yard, distribution, request, origins }: Visit, settings: Settings): EdgeResponse | undefined {
  const { behaviour } = settings;
  const page = (status: number, reason: string): EdgeResponse => errorPage(status, reason, request.requestId);
  if (isBlocked(distribution, request))
    return page(403, "The Amazon CloudFront distribution is configured to block access from your country.");
  if (request.scheme === "http" && behaviour.ViewerProtocolPolicy === "https-only")
    return page(
      403,
      "Bad request. We can't connect to the server for this app or website at this time. This distribution takes HTTPS only.",
    );
  if (request.scheme === "http" && behaviour.ViewerProtocolPolicy === "redirect-to-https") {
    const query = request.rawQuery === "" ? "" : `?${request.rawQuery}`;
    const location = `https://${request.host}${request.path}${query}`;
    return {
      ...page(301, "Moved Permanently"),
      headers: { location, "content-length": "0" },
      body: new Uint8Array(),
      outcome: "Miss",
    };
  }
  const methods = itemsOf(behaviour.AllowedMethods) as readonly string[];
  if (!methods.includes(request.method))
    return page(
      403,
      `This distribution is not configured to allow the HTTP request method that was used for this request. The distribution supports only ${
        methods.length === 7 ? "known" : "cachable"
      } requests.`,
    );
  if (behaviour.TrustedKeyGroups?.Enabled !== true) return undefined;
  return yard.store.read((tx) =>
    refuseUnsigned(request, { tx, distribution, behaviour, origins, nowMs: yard.clock.nowMs() }),
  );
}

/** AWS: "Restrict the geographic distribution of your content": where the country is not known, the content is served. */
function isBlocked({ config }: DistributionRecord, request: ViewerRequest): boolean {
  const { RestrictionType, Items = [] } = config.Restrictions?.GeoRestriction ?? {};
  const country = countryOf(request);
  if (country === undefined) return false;
  return RestrictionType === "whitelist"
    ? !Items.includes(country)
    : RestrictionType === "blacklist" && Items.includes(country);
}

/** AWS: "Generate custom error responses": the page is an object of the distribution; where it cannot be had, the error stays as it was. */
async function withErrorPage(answer: EdgeResponse, visit: Visit): Promise<EdgeResponse> {
  if (answer.status < 400) return answer;
  const { distribution, request, yard } = visit;
  const custom = itemsOf(distribution.config.CustomErrorResponses).find(({ ErrorCode }) => ErrorCode === answer.status);
  const path = custom?.ResponsePagePath ?? "";
  if (custom === undefined || path === "") return answer;
  const settings = yard.store.read((tx) => settingsFor(tx, distribution, path));
  const { range: _range, "if-none-match": _match, "if-modified-since": _since, ...headers } = request.headers;
  const isHead = request.method === "HEAD";
  const page = await fetchObject({
    yard,
    distribution,
    settings,
    request: { ...request, method: isHead ? "HEAD" : "GET", path, rawQuery: "", headers, body: new Uint8Array() },
    viewerPath: path,
  });
  if (page.status !== 200) {
    discard(page);
    return answer;
  }
  discard(answer);
  return { ...page, status: Number(custom.ResponseCode), outcome: "Error" };
}
