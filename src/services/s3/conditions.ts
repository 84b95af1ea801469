// Conditional requests: If-Match and its kin, for reads, copies and writes. Pure.
// AWS: "Conditional requests" (S3 user guide) and GetObject (API reference), which follow RFC 7232.

import { noSuchKey, notImplemented, notModified, preconditionFailed } from "./errors.ts";

/** What conditions look at. */
export interface Validators {
  /** With its quotation marks. */
  readonly etag: string;
  readonly modifiedAtMs: number;
}

export interface ReadConditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
  readonly IfModifiedSince?: Date | undefined;
  readonly IfUnmodifiedSince?: Date | undefined;
}

/** Throws 412 or 304 where a read's conditions do not hold. */
export function checkRead(conditions: ReadConditions, object: Validators): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  if (IfMatch !== undefined) {
    // AWS: If-Match that holds wins over If-Unmodified-Since that does not.
    if (!matches(IfMatch, object.etag)) throw preconditionFailed("If-Match");
  } else if (IfUnmodifiedSince !== undefined && isModifiedSince(object, IfUnmodifiedSince)) {
    throw preconditionFailed("If-Unmodified-Since");
  }
  if (IfNoneMatch !== undefined) {
    // AWS: If-None-Match that fails wins over If-Modified-Since that holds.
    if (matches(IfNoneMatch, object.etag)) throw notModified(object.etag, object.modifiedAtMs);
  } else if (IfModifiedSince !== undefined && !isModifiedSince(object, IfModifiedSince)) {
    throw notModified(object.etag, object.modifiedAtMs);
  }
}

export interface CopyConditions {
  readonly CopySourceIfMatch?: string | undefined;
  readonly CopySourceIfNoneMatch?: string | undefined;
  readonly CopySourceIfModifiedSince?: Date | undefined;
  readonly CopySourceIfUnmodifiedSince?: Date | undefined;
}

/** Throws 412 where a copy's conditions on its source do not hold: a copy is never "not modified". */
export function checkCopySource(conditions: CopyConditions, source: Validators): void {
  const { CopySourceIfMatch, CopySourceIfNoneMatch, CopySourceIfModifiedSince, CopySourceIfUnmodifiedSince } =
    conditions;
  if (CopySourceIfMatch !== undefined) {
    if (!matches(CopySourceIfMatch, source.etag)) throw preconditionFailed("x-amz-copy-source-If-Match");
  } else if (CopySourceIfUnmodifiedSince !== undefined && isModifiedSince(source, CopySourceIfUnmodifiedSince)) {
    throw preconditionFailed("x-amz-copy-source-If-Unmodified-Since");
  }
  if (CopySourceIfNoneMatch !== undefined) {
    if (matches(CopySourceIfNoneMatch, source.etag)) throw preconditionFailed("x-amz-copy-source-If-None-Match");
  } else if (CopySourceIfModifiedSince !== undefined && !isModifiedSince(source, CopySourceIfModifiedSince)) {
    throw preconditionFailed("x-amz-copy-source-If-Modified-Since");
  }
}

export interface WriteConditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
}

/** Throws where a write's conditions do not hold; `current` is the object that stands there, if there is one. */
export function checkWrite(conditions: WriteConditions, key: string, current: Validators | undefined): void {
  const { IfMatch, IfNoneMatch } = conditions;
  if (IfNoneMatch !== undefined) {
    // AWS: "If-None-Match expects the * character" for writes.
    if (IfNoneMatch !== "*") throw notImplemented("If-None-Match");
    if (current !== undefined) throw preconditionFailed("If-None-Match");
  }
  if (IfMatch !== undefined) {
    if (current === undefined) throw noSuchKey(key);
    if (!matches(IfMatch, current.etag)) throw preconditionFailed("If-Match");
  }
}

/** A list of entity tags, quoted or not, weak or not, or "*". */
function matches(condition: string, etag: string): boolean {
  return condition.split(",").some((part) => {
    const wanted = part.trim().replace(/^W\//, "");
    return wanted === "*" || unquote(wanted) === unquote(etag);
  });
}

/** HTTP dates have whole seconds, so the object's time is cut to them. */
function isModifiedSince(object: Validators, date: Date): boolean {
  return Math.floor(object.modifiedAtMs / 1000) > Math.floor(date.getTime() / 1000);
}

/** An entity tag without its quotation marks. */
export function unquote(etag: string): string {
  return etag.replace(/^"(.*)"$/, "$1");
}
