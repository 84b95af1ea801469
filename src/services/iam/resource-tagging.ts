// IAM in the Resource Groups Tagging API. AWS: "Services that support the Resource Groups Tagging API": managed policies
// and instance profiles, in us-east-1; roles and users are not among them.

import { arnOf } from "../../iam/directory/names.ts";
import { listNamed } from "../../iam/directory/repo.ts";
import { type Tagging, tagList } from "../../service/tagging.ts";

export const tagging: Tagging = {
  arnService: "iam",
  *list(tx, { account, region }) {
    if (region !== "us-east-1") return;
    for (const kind of ["instance-profile", "policy"] as const)
      for (const record of listNamed(tx, account, kind)) yield { arn: arnOf(account, kind, record), tags: record.tags };
  },
  tag: (aws, arn, tags) =>
    isPolicy(arn)
      ? aws.iam.tagPolicy({ PolicyArn: arn, Tags: tagList(tags) })
      : aws.iam.tagInstanceProfile({ InstanceProfileName: nameOf(arn), Tags: tagList(tags) }),
  untag: (aws, arn, keys) =>
    isPolicy(arn)
      ? aws.iam.untagPolicy({ PolicyArn: arn, TagKeys: [...keys] })
      : aws.iam.untagInstanceProfile({ InstanceProfileName: nameOf(arn), TagKeys: [...keys] }),
};

function isPolicy(arn: string): boolean {
  return arn.includes(":policy/");
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
