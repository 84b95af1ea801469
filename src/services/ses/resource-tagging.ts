// SES's resources in the Resource Groups Tagging API.

import { type Tagging, tagList } from "../../service/tagging.ts";
import { configurationSetArn, contactListArn, identityArn } from "./arns.ts";
import { configurationSets, contactLists, identities } from "./repo.ts";

export const tagging: Tagging = {
  arnService: "ses",
  *list(tx, scope) {
    for (const { name, tags } of identities.list(tx, scope)) yield { arn: identityArn(scope, name), tags };
    for (const { name, tags } of configurationSets.list(tx, scope))
      yield { arn: configurationSetArn(scope, name), tags };
    for (const { name, tags } of contactLists.list(tx, scope)) yield { arn: contactListArn(scope, name), tags };
  },
  tag: (aws, arn, tags) => aws.sesV2.tagResource({ ResourceArn: arn, Tags: tagList(tags) }),
  untag: (aws, arn, keys) => aws.sesV2.untagResource({ ResourceArn: arn, TagKeys: [...keys] }),
};
