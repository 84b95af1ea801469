// What a template makes of data, as a person looks at it.

import type { Context } from "../../../service/context.ts";
import { composeMail } from "../mime/compose.ts";
import type { Rendered } from "./rendered.ts";

/** A rendered template as the mail that it would be. */
export function previewOf(context: Context, { subject, text, html }: Rendered): string {
  return composeMail({
    headers: [
      { name: "Date", value: new Date(context.clock.nowMs()).toUTCString().replace("GMT", "+0000") },
      { name: "Subject", value: subject },
    ],
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
    attachments: [],
    boundary: context.random.hex(32),
    isReadable: true,
  }).toString();
}
