// Goal: S3's API is S3's to the AWS CLI. Method: every operation that is served, called by the CLI's own code (`aws s3api`) against a
// yard in this process; what is served and was not called fails the last test. What people type more often, `aws s3`, is in
// aws-cli-s3.test.ts.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasAwsCli, startAwsCli, type AwsCli } from "./aws-cli.ts";

if (!hasAwsCli) test("the AWS CLI is not installed: S3 is not tried with it", () => expect(hasAwsCli).toBe(false));

describe.runIf(hasAwsCli)("the AWS CLI calls S3", () => {
  const bucket = ["--bucket", "things"];
  let cli: AwsCli;
  let aws: AwsCli["aws"];
  const file = (name: string) => join(cli.folder, name);

  beforeAll(async () => {
    cli = await startAwsCli();
    ({ aws } = cli);
    await aws`s3api create-bucket ${bucket} --object-lock-enabled-for-bucket --object-ownership ObjectWriter`;
    await aws`s3api wait bucket-exists ${bucket}`;
    await aws`s3api create-bucket --bucket target`;
    writeFileSync(file("ten"), "0123456789");
  });
  afterAll(() => cli.stop());

  test("for objects", async () => {
    const key = [...bucket, "--key", "a/ä b+c"];
    const kept = ["--content-type", "text/plain", "--metadata", "x=1", "--checksum-algorithm", "SHA256"];
    const put = await aws<{ ETag: string }>`s3api put-object ${key} --body ten ${kept}`;
    expect(put).toMatchObject({ ETag: '"781e5e245d69b566979b86e28d23f2c7"', ChecksumSHA256: expect.any(String) });
    const head = await aws`s3api head-object ${key} --checksum-mode ENABLED`;
    expect(head).toMatchObject({ ContentLength: 10, ContentType: "text/plain", Metadata: { x: "1" } });
    await aws`s3api get-object ${key} --range bytes=2-4 part`;
    expect(readFileSync(file("part"), "utf8")).toBe("234");
    const attributes = ["--object-attributes", "ETag", "ObjectSize", "StorageClass", "--query", "ObjectSize"];
    expect(await aws`s3api get-object-attributes ${key} ${attributes}`).toBe(10);
    await aws`s3api put-object-tagging ${key} --tagging TagSet=[{Key=a,Value=1}]`;
    expect(await aws`s3api get-object-tagging ${key} --query TagSet`).toEqual([{ Key: "a", Value: "1" }]);
    await aws`s3api delete-object-tagging ${key}`;
    await aws`s3api copy-object ${bucket} --key copy --copy-source ${"things/a/ä b+c"}`;
    expect(await aws`s3api list-objects ${bucket} --query Contents[].Key`).toEqual(["a/ä b+c", "copy"]);
    const delimited = ["--delimiter", "/", "--query", "[Contents[].Key, CommonPrefixes[].Prefix]"];
    expect(await aws`s3api list-objects-v2 ${bucket} ${delimited}`).toEqual([["copy"], ["a/"]]);
    const pages = ["--page-size", "1", "--query", "Versions[].Key"];
    expect(await aws`s3api list-object-versions ${bucket} ${pages}`).toEqual(["a/ä b+c", "copy"]);
    await aws`s3api delete-object ${bucket} --key copy`;
    const objects = { Objects: [{ Key: "a/ä b+c" }] };
    expect(await aws`s3api delete-objects ${bucket} --delete ${objects} --query Deleted[].Key`).toEqual(["a/ä b+c"]);
    const marked = await aws`s3api list-object-versions ${bucket} --query DeleteMarkers[].IsLatest`;
    expect(marked).toEqual([true, true]);
  });

  test("for uploads in parts", async () => {
    const key = [...bucket, "--key", "parts"];
    await aws`s3api put-object --bucket target --key ten --body ten`;
    writeFileSync(file("five"), Buffer.alloc(5 * 1024 * 1024, "x"));
    const id = ["--upload-id", await aws<string>`s3api create-multipart-upload ${key} --query UploadId`];
    const first = await aws<string>`s3api upload-part ${key} ${id} --part-number 1 --body five --query ETag`;
    const copied = ["--part-number", "2", "--copy-source", "target/ten", "--query", "CopyPartResult.ETag"];
    const second = await aws<string>`s3api upload-part-copy ${key} ${id} ${copied}`;
    expect(await aws`s3api list-parts ${key} ${id} --query Parts[].ETag`).toEqual([first, second]);
    expect(await aws`s3api list-multipart-uploads ${bucket} --query Uploads[].Key`).toEqual(["parts"]);
    const Parts = [first, second].map((ETag, at) => ({ ETag, PartNumber: at + 1 }));
    const etag = await aws`s3api complete-multipart-upload ${key} ${id} --multipart-upload ${{ Parts }} --query ETag`;
    expect(etag).toMatch(/-2"$/);
    const other = await aws<string>`s3api create-multipart-upload ${bucket} --key other --query UploadId`;
    await aws`s3api abort-multipart-upload ${bucket} --key other --upload-id ${other}`;
  });

  test("for locks", async () => {
    const lock = { ObjectLockEnabled: "Enabled" };
    await aws`s3api put-object-lock-configuration ${bucket} --object-lock-configuration ${lock}`;
    const configured = ["--query", "ObjectLockConfiguration"];
    expect(await aws`s3api get-object-lock-configuration ${bucket} ${configured}`).toEqual(lock);
    const key = [...bucket, "--key", "locked"];
    const version = ["--version-id", await aws<string>`s3api put-object ${key} --body ten --query VersionId`];
    const until = new Date(cli.yard.clock.nowMs() + 3_600_000).toISOString();
    await aws`s3api put-object-retention ${key} ${version} --retention Mode=GOVERNANCE,RetainUntilDate=${until}`;
    expect(await aws`s3api get-object-retention ${key} --query Retention.Mode`).toBe("GOVERNANCE");
    await expect(aws`s3api delete-object ${key} ${version}`).rejects.toThrow("(AccessDenied)");
    await aws`s3api put-object-legal-hold ${key} --legal-hold Status=ON`;
    expect(await aws`s3api get-object-legal-hold ${key} --query LegalHold.Status`).toBe("ON");
    await aws`s3api put-object-legal-hold ${key} --legal-hold Status=OFF`;
    await aws`s3api delete-object ${key} ${version} --bypass-governance-retention`;
  });

  test("for archives and encryption", async () => {
    const cold = [...bucket, "--key", "cold"];
    await aws`s3api put-object ${cold} --body ten --storage-class GLACIER`;
    await aws`s3api restore-object ${cold} --restore-request Days=1,GlacierJobParameters={Tier=Standard}`;
    expect(await aws`s3api head-object ${cold} --query Restore`).toBe('ongoing-request="true"');
    const sealed = [...bucket, "--key", "sealed"];
    const encrypted = ["--server-side-encryption", "aws:kms", "--query", "ServerSideEncryption"];
    expect(await aws`s3api put-object ${sealed} --body ten ${encrypted}`).toBe("aws:kms");
    const kmsKey = await aws<string>`kms create-key --query KeyMetadata.Arn`;
    await aws`s3api update-object-encryption ${sealed} --object-encryption SSEKMS={KMSKeyArn=${kmsKey}}`;
    expect(await aws`s3api head-object ${sealed} --query SSEKMSKeyId`).toBe(kmsKey);
    // AWS: "Blocking or unblocking SSE-C": new buckets refuse customers' keys since April 2026.
    const rule = {
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" },
      BlockedEncryptionTypes: { EncryptionType: ["NONE"] },
    };
    const rules = { Rules: [rule] };
    await aws`s3api put-bucket-encryption ${bucket} --server-side-encryption-configuration ${rules}`;
    const found = ["--query", "ServerSideEncryptionConfiguration.Rules[0]"];
    expect(await aws`s3api get-bucket-encryption ${bucket} ${found}`).toMatchObject(rule);
    const customer = ["--sse-customer-algorithm", "AES256", "--sse-customer-key", "k".repeat(32)];
    await aws`s3api put-object ${bucket} --key own --body ten ${customer}`;
    expect(await aws`s3api get-object ${bucket} --key own ${customer} back --query ContentLength`).toBe(10);
    await expect(aws`s3api head-object ${bucket} --key own`).rejects.toThrow("(400)");
    await aws`s3api delete-bucket-encryption ${bucket}`;
  });

  test("for buckets and who may use them", async () => {
    expect(await aws`s3api list-buckets --query Buckets[].Name`).toEqual(["target", "things"]);
    expect(await aws`s3api head-bucket ${bucket} --query BucketRegion`).toBe("us-east-1");
    expect(await aws`s3api get-bucket-location ${bucket} --query LocationConstraint`).toBeNull();
    const block = {
      BlockPublicAcls: false,
      IgnorePublicAcls: false,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: true,
    };
    await aws`s3api put-public-access-block ${bucket} --public-access-block-configuration ${block}`;
    const blocked = ["--query", "PublicAccessBlockConfiguration"];
    expect(await aws`s3api get-public-access-block ${bucket} ${blocked}`).toEqual(block);
    await aws`s3api delete-public-access-block ${bucket}`;
    await aws`s3api put-bucket-acl ${bucket} --acl public-read`;
    expect(await aws`s3api get-bucket-acl ${bucket} --query Grants[].Permission`).toEqual(["FULL_CONTROL", "READ"]);
    await aws`s3api put-object ${bucket} --key open --body ten`;
    await aws`s3api put-object-acl ${bucket} --key open --acl public-read`;
    expect(await aws`s3api get-object-acl ${bucket} --key open --query length(Grants)`).toBe(2);
    const controls = "Rules=[{ObjectOwnership=BucketOwnerPreferred}]";
    await aws`s3api put-bucket-ownership-controls ${bucket} --ownership-controls ${controls}`;
    const owner = ["--query", "OwnershipControls.Rules[0].ObjectOwnership"];
    expect(await aws`s3api get-bucket-ownership-controls ${bucket} ${owner}`).toBe("BucketOwnerPreferred");
    await aws`s3api delete-bucket-ownership-controls ${bucket}`;
    const statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::things/*" };
    const policy = { Version: "2012-10-17", Statement: [statement] };
    await aws`s3api put-bucket-policy ${bucket} --policy ${policy}`;
    expect(JSON.parse(await aws<string>`s3api get-bucket-policy ${bucket} --query Policy`)).toEqual(policy);
    expect(await aws`s3api get-bucket-policy-status ${bucket} --query PolicyStatus.IsPublic`).toBe(true);
    await aws`s3api delete-bucket-policy ${bucket}`;
  });

  test("for the configurations of buckets", async () => {
    await aws`s3api put-bucket-tagging ${bucket} --tagging TagSet=[{Key=a,Value=1}]`;
    expect(await aws`s3api get-bucket-tagging ${bucket} --query TagSet`).toEqual([{ Key: "a", Value: "1" }]);
    await aws`s3api delete-bucket-tagging ${bucket}`;
    const cors = { CORSRules: [{ AllowedMethods: ["GET"], AllowedOrigins: ["*"] }] };
    await aws`s3api put-bucket-cors ${bucket} --cors-configuration ${cors}`;
    expect(await aws`s3api get-bucket-cors ${bucket}`).toEqual(cors);
    await aws`s3api delete-bucket-cors ${bucket}`;
    const website = { IndexDocument: { Suffix: "index.html" } };
    await aws`s3api put-bucket-website ${bucket} --website-configuration ${website}`;
    expect(await aws`s3api get-bucket-website ${bucket}`).toEqual(website);
    await aws`s3api delete-bucket-website ${bucket}`;
    const rule = { ID: "r", Status: "Enabled", Filter: { Prefix: "a/" }, Expiration: { Days: 1 } };
    await aws`s3api put-bucket-lifecycle-configuration ${bucket} --lifecycle-configuration ${{ Rules: [rule] }}`;
    expect(await aws`s3api get-bucket-lifecycle-configuration ${bucket} --query Rules`).toEqual([rule]);
    await aws`s3api delete-bucket-lifecycle ${bucket}`;
    await aws`s3api put-bucket-request-payment ${bucket} --request-payment-configuration Payer=Requester`;
    expect(await aws`s3api get-bucket-request-payment ${bucket} --query Payer`).toBe("Requester");
    await aws`s3api put-bucket-accelerate-configuration ${bucket} --accelerate-configuration Status=Enabled`;
    expect(await aws`s3api get-bucket-accelerate-configuration ${bucket} --query Status`).toBe("Enabled");
    const logging = { LoggingEnabled: { TargetBucket: "target", TargetPrefix: "log/" } };
    await aws`s3api put-bucket-logging ${bucket} --bucket-logging-status ${logging}`;
    expect(await aws`s3api get-bucket-logging ${bucket}`).toEqual(logging);
    const events = { EventBridgeConfiguration: {} };
    await aws`s3api put-bucket-notification-configuration ${bucket} --notification-configuration ${events}`;
    expect(await aws`s3api get-bucket-notification-configuration ${bucket}`).toEqual(events);
  });

  test("for versions and their replication", async () => {
    await aws`s3api put-bucket-versioning --bucket target --versioning-configuration Status=Enabled`;
    expect(await aws`s3api get-bucket-versioning --bucket target --query Status`).toBe("Enabled");
    const trust = { Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" };
    const document = { Version: "2012-10-17", Statement: [trust] };
    const made = ["--role-name", "copies", "--assume-role-policy-document", JSON.stringify(document)];
    const role = await aws<string>`iam create-role ${made} --query Role.Arn`;
    const rule = {
      ID: "r",
      Priority: 1,
      Filter: { Prefix: "in/" },
      Status: "Enabled",
      Destination: { Bucket: "arn:aws:s3:::target" },
      DeleteMarkerReplication: { Status: "Disabled" },
    };
    const replication = { Role: role, Rules: [rule] };
    await aws`s3api put-bucket-replication ${bucket} --replication-configuration ${replication}`;
    const found = ["--query", "ReplicationConfiguration"];
    expect(await aws`s3api get-bucket-replication ${bucket} ${found}`).toEqual(replication);
    await aws`s3api delete-bucket-replication ${bucket}`;
  });

  test("and is told of what is not there", async () => {
    await aws`s3api create-bucket --bucket short-lived`;
    await aws`s3api delete-bucket --bucket short-lived`;
    await aws`s3api wait bucket-not-exists --bucket short-lived`;
    await expect(aws`s3api list-objects-v2 --bucket short-lived`).rejects.toThrow(
      "An error occurred (NoSuchBucket) when calling the ListObjectsV2 operation: The specified bucket does not exist",
    );
    await expect(aws`s3api get-object ${bucket} --key none out`).rejects.toThrow(
      "An error occurred (NoSuchKey) when calling the GetObject operation: The specified key does not exist.",
    );
    await expect(aws`s3api head-object ${bucket} --key none`).rejects.toThrow(
      "An error occurred (404) when calling the HeadObject operation: Not Found",
    );
  });

  test("in every operation that is served", () => {
    expect(cli.uncalled("s3")).toEqual([]);
  });
});
