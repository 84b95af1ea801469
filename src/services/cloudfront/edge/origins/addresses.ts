// Which origin a domain name means: a bucket, a bucket's website, an API or a function URL of this yard, or a server anywhere. Pure.

const REGION = "[a-z]{2,3}(?:-[a-z]+)+-\\d{1,2}";
const S3 = new RegExp(
  `^(.+)\\.s3(?:[.-](?:dualstack\\.)?(${REGION}))?\\.(?:amazonaws\\.com(?:\\.cn)?|localhost(?::\\d+)?)$`,
);
const S3_DUALSTACK = new RegExp(`^(.+)\\.s3\\.dualstack\\.(${REGION})\\.amazonaws\\.com$`);
const WEBSITE = new RegExp(`^(.+)\\.s3-website(?:[.-]${REGION})?\\.(?:amazonaws\\.com|localhost(?::\\d+)?)$`);
const API = new RegExp(`^([a-z0-9]{10})\\.execute-api(?:\\.${REGION})?\\.(?:amazonaws\\.com|localhost(?::\\d+)?)$`);
const FUNCTION_URL = new RegExp(`^([a-z0-9]{32})\\.lambda-url\\.(${REGION})\\.(?:on\\.aws|localhost(?::\\d+)?)$`);

/** The bucket of an S3 origin's domain name, and its Region where the name has one; undefined for any other name. */
export function parseS3Origin(domain: string): { readonly bucket: string; readonly region?: string } | undefined {
  const name = domain.toLowerCase();
  const [, bucket, region] = S3.exec(name) ?? S3_DUALSTACK.exec(name) ?? [];
  if (bucket === undefined || WEBSITE.test(name)) return undefined;
  return { bucket, ...(region !== undefined && { region }) };
}

/**
 * The host of a custom origin that is in this yard, without a port: names of AWS mean what they name here. Undefined for a server elsewhere.
 */
export function localHost(domain: string): string | undefined {
  const name = domain.toLowerCase();
  const [, api] = API.exec(name) ?? [];
  if (api !== undefined) return `${api}.execute-api.localhost`;
  const [, url, region] = FUNCTION_URL.exec(name) ?? [];
  if (url !== undefined) return `${url}.lambda-url.${region}.localhost`;
  const [, bucket] = WEBSITE.exec(name) ?? [];
  return bucket === undefined ? undefined : `${bucket}.s3-website.localhost`;
}
