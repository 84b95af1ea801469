// What a form upload answers: a redirect, a document, or nothing, as the form wants. Pure.
// AWS: "POST Object" (S3 API reference), success_action_redirect and success_action_status.

import type { HttpResponse } from "../../../wire/wire.ts";
import type { Fields } from "./fields.ts";

export interface Uploaded {
  readonly bucketName: string;
  readonly key: string;
  readonly fields: Fields;
  readonly origin: string;
  /** The bucket stands in the host's name, so not in the path. */
  readonly isInHost: boolean;
}

/** The form's answer, from what PutObject answered: its headers stay. */
export function answerForm(put: HttpResponse, uploaded: Uploaded): HttpResponse {
  const { bucketName, key, fields, origin, isInHost } = uploaded;
  const etag = put.headers["etag"] ?? put.headers["ETag"] ?? "";
  const redirect = redirectOf(fields.get("success_action_redirect") ?? fields.get("redirect"));
  if (redirect !== undefined) {
    const query = new URLSearchParams({ bucket: bucketName, key, etag }).toString();
    const location = `${redirect}${redirect.includes("?") ? "&" : "?"}${query}`;
    return { status: 303, headers: { ...put.headers, location }, body: "" };
  }
  // AWS (recorded): the key's slashes are encoded, too.
  const location = `${origin}${isInHost ? "" : `/${bucketName}`}/${encodeURIComponent(key)}`;
  const headers = { ...put.headers, location };
  switch (fields.get("success_action_status")) {
    case "200":
      return { status: 200, headers, body: "" };
    case "201":
      return {
        status: 201,
        headers: { ...headers, "content-type": "application/xml" },
        body: `<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse><Location>${escape(location)}</Location><Bucket>${escape(bucketName)}</Bucket><Key>${escape(key)}</Key><ETag>${escape(etag)}</ETag></PostResponse>`,
      };
    default:
      // AWS: any other status counts as 204.
      return { status: 204, headers, body: "" };
  }
}

/** AWS: a redirect that is no URL is taken for none. */
function redirectOf(text: string | undefined): string | undefined {
  return text !== undefined && URL.canParse(text) && /^https?:/i.test(text) ? text : undefined;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
