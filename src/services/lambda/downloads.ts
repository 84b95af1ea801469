// Links under which a deployment package can be fetched without signing, for a short time: what Code.Location is.

import { AwsError } from "../../kernel/errors.ts";
import type { Context } from "../../service/context.ts";
import type { Door } from "../../service/service.ts";
import { loadDownload, saveDownload, sweepDownloads } from "./repo.ts";

// AWS: "GetFunction": "a link to download the deployment package that's valid for 10 minutes".
const VALID_MS = 10 * 60_000;
const PATH = "/_stackyard/lambda/code/";

/** A new link to a package; its token cannot be guessed. */
export function downloadUrl(context: Context, sha256: string): string {
  const token = context.random.hex(40);
  const nowMs = context.clock.nowMs();
  context.store.write((tx) => {
    sweepDownloads(tx, nowMs);
    saveDownload(tx, token, { v: 1, sha256, expiresAtMs: nowMs + VALID_MS });
  });
  return `${context.origin}${PATH}${token}`;
}

/** Answers the links. */
export const downloads: Door = {
  name: "lambda/code",
  accepts: (_host, path) => path.startsWith(PATH),
  async answer(request, yard) {
    const token = request.path.slice(PATH.length);
    const record = yard.store.read((tx) => loadDownload(tx, token));
    if (record === undefined || record.expiresAtMs <= yard.clock.nowMs())
      throw new AwsError({ code: "AccessDenied", status: 403, message: "Request has expired" });
    return {
      status: 200,
      headers: { "content-type": "application/zip" },
      body: await yard.blobs.read(record.sha256),
    };
  },
};
