// What each operation needs. AWS: "Actions, resources, and condition keys for AWS Certificate Manager".

import type { PermissionRule, Permissions } from "../../service/service.ts";

const onCertificate =
  (action: string): PermissionRule =>
  ({ CertificateArn: resource }: { CertificateArn: string }) => [{ action: `acm:${action}`, resource }];

type Tags = readonly { readonly Key: string; readonly Value?: string }[];

const withTags =
  (action: string): PermissionRule =>
  ({ CertificateArn: arn, Tags: tags }: { CertificateArn?: string; Tags?: Tags }) => [
    {
      action: `acm:${action}`,
      resource: arn ?? "*",
      ...(tags !== undefined && { conditions: tagConditions(tags) }),
    },
  ];

function tagConditions(tags: Tags): Record<string, string | readonly string[]> {
  const values = Object.fromEntries(tags.map(({ Key, Value = "" }) => [`aws:RequestTag/${Key}`, Value]));
  return { ...values, "aws:TagKeys": tags.map(({ Key }) => Key) };
}

export const permissions: Permissions = {
  AddTagsToCertificate: withTags("AddTagsToCertificate"),
  DeleteCertificate: onCertificate("DeleteCertificate"),
  DescribeCertificate: onCertificate("DescribeCertificate"),
  ExportCertificate: onCertificate("ExportCertificate"),
  GetCertificate: onCertificate("GetCertificate"),
  ImportCertificate: withTags("ImportCertificate"),
  ListCertificates: () => [{ action: "acm:ListCertificates", resource: "*" }],
  ListTagsForCertificate: onCertificate("ListTagsForCertificate"),
  RemoveTagsFromCertificate: withTags("RemoveTagsFromCertificate"),
  RenewCertificate: onCertificate("RenewCertificate"),
  // AWS: condition keys of requests: acm:ValidationMethod, acm:DomainNames, acm:KeyAlgorithm.
  RequestCertificate: (input: {
    DomainName: string;
    SubjectAlternativeNames?: readonly string[];
    ValidationMethod?: string;
    KeyAlgorithm?: string;
    Tags?: Tags;
  }) => [
    {
      action: "acm:RequestCertificate",
      resource: "*",
      conditions: {
        ...tagConditions(input.Tags ?? []),
        "acm:DomainNames": [input.DomainName, ...(input.SubjectAlternativeNames ?? [])],
        "acm:ValidationMethod": input.ValidationMethod ?? "EMAIL",
        "acm:KeyAlgorithm": input.KeyAlgorithm ?? "RSA_2048",
      },
    },
  ],
  ResendValidationEmail: onCertificate("ResendValidationEmail"),
  UpdateCertificateOptions: onCertificate("UpdateCertificateOptions"),
};
