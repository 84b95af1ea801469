// Content types: which template is meant, and what is binary. Pure.
// AWS: "Content type conversions in API Gateway".

import type { ContentHandling, Texts } from "../records.ts";

/** "application/json" of "Application/JSON; charset=utf-8". */
export function mediaTypeOf(contentType: string | undefined): string {
  return (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

/** The template for a media type, and the name that it stands under. */
export function templateFor(
  templates: Texts | undefined,
  mediaType: string,
): { readonly contentType: string; readonly template: string } | undefined {
  const named = Object.entries(templates ?? {}).find(([contentType]) => mediaTypeOf(contentType) === mediaType);
  const [contentType, template] = named ?? Object.entries(templates ?? {}).find(([name]) => name === "$default") ?? [];
  return contentType === undefined || template === undefined ? undefined : { contentType, template };
}

/** Whether a body of this content type is binary for the API. */
export function isBinary(contentType: string | undefined, binaryMediaTypes: readonly string[]): boolean {
  if (binaryMediaTypes.includes("*/*")) return true;
  const mediaType = mediaTypeOf(contentType);
  return binaryMediaTypes.some((each) => {
    const binary = mediaTypeOf(each);
    return binary === mediaType || (binary.endsWith("/*") && mediaType.startsWith(binary.slice(0, -1)));
  });
}

/** AWS: of an Accept header, the first media type counts. */
export function acceptedType(accept: string | undefined): string | undefined {
  return accept?.split(",")[0]?.trim();
}

/** A body after contentHandling; undefined: text that should be base64, and is not. */
export function convertBody(
  body: Uint8Array,
  handling: ContentHandling | undefined,
  isBinaryBody: boolean,
): Uint8Array | undefined {
  if (handling === "CONVERT_TO_TEXT" && isBinaryBody) return Buffer.from(Buffer.from(body).toString("base64"));
  if (handling === "CONVERT_TO_BINARY" && !isBinaryBody) return fromBase64(Buffer.from(body).toString("latin1"));
  return body;
}

/** What base64 says; undefined where the text is none. */
function fromBase64(text: string): Uint8Array | undefined {
  return /^[A-Za-z0-9+/_-]*={0,2}\s*$/.test(text) ? Buffer.from(text, "base64") : undefined;
}
