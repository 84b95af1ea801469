// What browsers are told about buckets: whose rules decide about a request.

import type { CrossOrigin } from "../../service/service.ts";
import { bucketInUrl } from "../../wire/route.ts";
import { actualHeaders, preflightHeaders } from "./cors.ts";
import { corsForbidden } from "./errors.ts";
import { loadBucket } from "./repo.ts";

export const crossOrigin: CrossOrigin = {
  preflight({ headers, path }, yard) {
    const url = bucketInUrl({ headers, path });
    if (url.bucket === undefined) return undefined;
    const { bucket: bucketName } = url;
    const bucket = yard.store.read((tx) => loadBucket(tx, bucketName));
    const what = url.path === "/" ? "BUCKET" : "OBJECT";
    if (bucket === undefined) {
      // A path below a bare host may be another service's: only names of buckets are ours.
      if (!url.isNamedByHost) return undefined;
      throw corsForbidden("Bucket not found", headers["access-control-request-method"] ?? "", what);
    }
    return { status: 200, headers: preflightHeaders(bucket.cors, headers, what), body: "" };
  },

  headers({ method, headers, path }, yard) {
    const { origin } = headers;
    const { bucket: bucketName } = bucketInUrl({ headers, path });
    if (origin === undefined || bucketName === undefined) return {};
    return actualHeaders(yard.store.read((tx) => loadBucket(tx, bucketName))?.cors, origin, method);
  },
};
