// What CloudFront knows of a viewer and tells origins and functions by headers of its own. AWS: "Add CloudFront request headers". Where a viewer
// of this machine stands nobody knows: there is no country, no city and no network, except where a proxy in front says a country.

import type { ViewerRequest } from "./messages.ts";

/** The headers that there are. A viewer's own headers of these names are not believed, but for the country's. */
export function viewerHeaders(request: ViewerRequest): Record<string, string> {
  const agent = request.headers["user-agent"] ?? "";
  const isTablet = /iPad|Tablet|Nexus (7|9|10)|Android(?!.*Mobile)/i.test(agent);
  const isTv = /SmartTV|SMART-TV|AppleTV|GoogleTV|HbbTV|Roku/i.test(agent);
  const isMobile = !isTablet && !isTv && /Mobi|iPhone|iPod|Android/i.test(agent);
  const country = countryOf(request);
  return {
    "CloudFront-Forwarded-Proto": request.scheme,
    "CloudFront-Viewer-Address": `${request.sourceIp}:0`,
    "CloudFront-Viewer-Http-Version": "1.1",
    "CloudFront-Is-Android-Viewer": String(/Android/i.test(agent)),
    "CloudFront-Is-IOS-Viewer": String(/iPhone|iPad|iPod/i.test(agent)),
    "CloudFront-Is-Mobile-Viewer": String(isMobile),
    "CloudFront-Is-SmartTV-Viewer": String(isTv),
    "CloudFront-Is-Tablet-Viewer": String(isTablet),
    "CloudFront-Is-Desktop-Viewer": String(!isMobile && !isTablet && !isTv),
    ...(country !== undefined && { "CloudFront-Viewer-Country": country }),
  };
}

/** The viewer's country where the request says one: "CloudFront-Viewer-Country: DE". */
export function countryOf({ headers }: Pick<ViewerRequest, "headers">): string | undefined {
  const country = headers["cloudfront-viewer-country"];
  return country !== undefined && /^[A-Z]{2}$/.test(country) ? country : undefined;
}
