import { describe, expect, test } from "vitest";
import { makeFolder } from "../test/folders.ts";
import { loadSystem } from "../system/load-system.ts";
import { requireEnvironment, systemIn } from "../system/system.ts";
import { checkClaims } from "./claims.ts";

const TEMPLATE = `Parameters: { Stage: { Type: String } }
Resources:
  Same: { Type: AWS::S3::Bucket, Properties: { BucketName: the-one-bucket } }
  PerStage: { Type: AWS::S3::Bucket, Properties: { BucketName: !Sub "shop-\${Stage}" } }
  PerAccount: { Type: AWS::S3::Bucket, Properties: { BucketName: !Sub "shop-\${AWS::AccountId}" } }
  Unnamed: { Type: AWS::S3::Bucket }
  Site:
    Type: AWS::CloudFront::Distribution
    Properties: { DistributionConfig: { Enabled: true, Aliases: [!Sub "\${Stage}.shop.example", shop.example] } }
`;

describe("checkClaims", () => {
  // Goal: a bucket or domain name that two environments would have is found before one of them is refused. Method: names that differ by a
  // parameter, by the account, and not at all; a target that is another world.
  test("finds names that two environments claim", async () => {
    const folder = makeFolder({
      "stackyard.config.ts": `export default { name: "shop", units: { site: {} }, environments: {
  dev: { parameters: { Stage: "dev" } },
  test: { parameters: { Stage: "test" } },
  prod: { target: "aws", region: "eu-west-1", account: "111122223333", parameters: { Stage: "prod" } },
} };`,
      "site/template.yaml": TEMPLATE,
    });
    const { system } = await loadSystem(folder);
    const claims = (name: string): readonly (readonly [string | undefined, number | undefined])[] => {
      const environment = requireEnvironment(system, name);
      return checkClaims(systemIn(system, environment), environment).map((each) => [
        each.logicalId,
        each.position?.line,
      ]);
    };
    expect(claims("dev")).toEqual([
      ["Same", 3],
      ["Site", 9],
    ]);
    expect(claims("prod")).toEqual([]);
  });
});
