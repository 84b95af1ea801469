// Settings that CreateTable and UpdateTable share: the stream's view, and encryption.

import { formatArn } from "../../../kernel/arns.ts";
import type { Scope } from "../../../service/context.ts";
import { invalidParameter } from "../errors.ts";
import type { StreamViewType, TableRecord } from "../records.ts";

/** The view of a stream that is to be; undefined for none. */
export function parseStreamViewType(
  specification: { readonly StreamEnabled: boolean; readonly StreamViewType?: StreamViewType } | undefined,
): StreamViewType | undefined {
  if (specification === undefined) return undefined;
  const { StreamEnabled: isEnabled, StreamViewType: viewType } = specification;
  if (isEnabled && viewType === undefined)
    throw invalidParameter("StreamViewType must be specified when StreamEnabled is true");
  if (!isEnabled && viewType !== undefined)
    throw invalidParameter("StreamViewType must not be specified when StreamEnabled is false");
  return viewType;
}

/**
 * The encryption that was asked for. Kept and shown, not enforced: everything is on the disk of one machine, and the
 * table's data is not encrypted by itself.
 */
export function encryptionOf(
  specification: { readonly Enabled?: boolean; readonly KMSMasterKeyId?: string } | undefined,
  { account, region }: Scope,
): TableRecord["encryption"] {
  if (specification?.Enabled !== true) return undefined;
  const key = specification.KMSMasterKeyId;
  if (key === undefined) return { type: "KMS" };
  return { type: "KMS", keyArn: key.startsWith("arn:") ? key : formatArn("kms", region, account, `key/${key}`) };
}
