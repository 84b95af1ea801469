// Where a copy comes from: the x-amz-copy-source header. Pure. AWS: CopyObject, CopySource (API reference).

import { invalidArgument, notImplemented } from "./errors.ts";

export interface CopySource {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string;
}

/** Reads "bucket/key", URL-encoded, with or without a leading slash and a versionId. */
export function parseCopySource(header: string): CopySource {
  const [path = "", query = ""] = header.split("?", 2);
  const decoded = decode(path).replace(/^\//, "");
  if (decoded.startsWith("arn:")) throw notImplemented("x-amz-copy-source", "Access points are not implemented.");
  const slash = decoded.indexOf("/");
  if (slash < 1 || slash === decoded.length - 1)
    throw invalidArgument(
      "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
      "x-amz-copy-source",
      header,
    );
  const versionId = new URLSearchParams(query).get("versionId");
  return {
    Bucket: decoded.slice(0, slash),
    Key: decoded.slice(slash + 1),
    ...(versionId === null ? {} : { VersionId: versionId }),
  };
}

/** As S3 decodes it: "+" is a space, which is why keys with a plus must be encoded. What is no encoding stands for itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
