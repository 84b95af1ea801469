// Compression on the way from the origin. AWS: "Serve compressed files": which types, sizes and statuses. zlib runs in threads of its own.

import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

// LIMIT: AWS: "The size of the object must be between 1,000 bytes and 10,000,000 bytes".
const LEAST_BYTES = 1000;
const MOST_BYTES = 10_000_000;
// AWS: "File types that CloudFront compresses".
const TYPES = new Set([
  ...[
    "eot",
    "font",
    "font-sfnt",
    "javascript",
    "json",
    "opentype",
    "otf",
    "pdf",
    "pkcs7-mime",
    "protobuf",
    "truetype",
    "ttf",
    "wasm",
    "xhtml+xml",
    "xml",
    "xml+rss",
  ].map((type) => `application/${type}`),
  ...[
    "vnd.apple.mpegurl",
    "vnd.mapbox-vector-tile",
    "vnd.ms-fontobject",
    "x-font-opentype",
    "x-font-truetype",
    "x-font-ttf",
    "x-httpd-cgi",
    "x-javascript",
    "x-mpegurl",
    "x-opentype",
    "x-otf",
    "x-perl",
    "x-ttf",
  ].map((type) => `application/${type}`),
  ...["eot", "opentype", "otf", "ttf"].map((type) => `font/${type}`),
  "image/svg+xml",
  ...[
    "css",
    "csv",
    "html",
    "javascript",
    "js",
    "plain",
    "richtext",
    "tab-separated-values",
    "x-component",
    "x-java-source",
    "x-script",
    "xml",
  ].map((type) => `text/${type}`),
  "vnd.apple.mpegurl",
]);

/** The answer compressed for a viewer that accepts these encodings ("br,gzip"), or as it is. */
export async function compressed<A extends Answer>(answer: A, accepted: string): Promise<A> {
  const { headers, body, status } = answer;
  const type = (headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const isFit =
    [200, 403, 404].includes(status) &&
    body.length >= LEAST_BYTES &&
    body.length <= MOST_BYTES &&
    headers["content-encoding"] === undefined &&
    TYPES.has(type);
  const [coding] = accepted.split(",");
  if (!isFit || coding === undefined || coding === "") return answer;
  const small = await (coding === "br"
    ? promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
    : promisify(gzip)(body));
  const { etag } = headers;
  return {
    ...answer,
    body: small,
    headers: {
      ...headers,
      "content-encoding": coding,
      "content-length": String(small.length),
      vary: [headers["vary"], "Accept-Encoding"].filter(Boolean).join(", "),
      // AWS: "CloudFront modifies the ETag header": a strong one becomes weak.
      ...(etag !== undefined && { etag: etag.startsWith("W/") ? etag : `W/${etag}` }),
    },
  };
}
