// Which names a bucket may have. Pure. AWS: "General purpose bucket naming rules" (S3 user guide).

const FORBIDDEN_PREFIXES = ["xn--", "sthree-", "amzn-s3-demo-"];
const FORBIDDEN_SUFFIXES = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/** True if a bucket may be created with this name. */
export function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes("..") &&
    !/^\d{1,3}(\.\d{1,3}){3}$/.test(name) &&
    !FORBIDDEN_PREFIXES.some((prefix) => name.startsWith(prefix)) &&
    !FORBIDDEN_SUFFIXES.some((suffix) => name.endsWith(suffix))
  );
}

/** The bucket's or object's ARN, which has neither region nor account. */
export function bucketArn(bucketName: string, key?: string): string {
  return key === undefined ? `arn:aws:s3:::${bucketName}` : `arn:aws:s3:::${bucketName}/${key}`;
}

/** The bucket that an ARN of S3 names, itself or above its object. */
export function bucketOfArn(arn: string): string | undefined {
  return /^arn:aws:s3:::([^/*?]+)/.exec(arn)?.[1];
}

/** The key of the object that an ARN of S3 names. */
export function keyOfArn(arn: string): string | undefined {
  return /^arn:aws:s3:::[^/*?]+\/(.+)$/s.exec(arn)?.[1];
}
