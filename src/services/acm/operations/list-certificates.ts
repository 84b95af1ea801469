// ListCertificates: an account's certificates in pages, by state and kind.

import type { ListCertificatesCommandInput, ListCertificatesCommandOutput } from "@aws-sdk/client-acm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { takePage, parsePageToken } from "../../../service/pages.ts";
import { certificateArn, detailOf } from "../certificates.ts";
import { invalid, invalidArgs } from "../errors.ts";
import type { CertificateRecord } from "../records.ts";
import { listCertificates as listStored } from "../repo.ts";

export const listCertificates = defineOperation<Input<ListCertificatesCommandInput>, ListCertificatesCommandOutput>(
  "ListCertificates",
  (input, context) => {
    const { CertificateStatuses: statuses, Includes: includes = {}, SortBy: by, SortOrder: order } = input;
    if ((by === undefined) !== (order === undefined)) throw invalid("SortBy and SortOrder must be given together.");
    // AWS: ListCertificates, Includes: without keyTypes, RSA_1024 and RSA_2048 only.
    const keyTypes: readonly string[] = includes.keyTypes ?? ["RSA_1024", "RSA_2048"];
    const after = parsePageToken(input.NextToken, () => invalidArgs("The token of the page is not valid."));
    const wanted = context.store
      .read((tx) => [...listStored(tx, context)])
      .filter((certificate) => keyTypes.includes(certificate.keyAlgorithm) && hasUsages(certificate, includes))
      .filter(({ isExportable, isImported }) => {
        const option = isExportable ? "ENABLED" : "DISABLED";
        return includes.exportOption === undefined || (!isImported && includes.exportOption === option);
      })
      .filter(() => includes.managedBy === undefined)
      .sort((one, other) => (order === "DESCENDING" ? -1 : 1) * inOrder(one, other, by !== undefined));
    const details = wanted
      .map((certificate) => ({ certificate, detail: detailOf(certificate, context, context) }))
      .filter(({ detail }) => statuses === undefined || statuses.some((status) => status === detail.Status));
    const start = after === undefined ? 0 : details.findIndex(({ certificate }) => certificate.id === after) + 1;
    const { items, next } = takePage(
      details.slice(start),
      input.MaxItems ?? 1_000,
      ({ certificate }) => certificate.id,
    );
    return {
      CertificateSummaryList: items.map(({ certificate, detail }) => ({
        CertificateArn: certificateArn(context, certificate.id),
        DomainName: detail.DomainName,
        SubjectAlternativeNameSummaries: detail.SubjectAlternativeNames?.slice(0, 100),
        HasAdditionalSubjectAlternativeNames: (detail.SubjectAlternativeNames?.length ?? 0) > 100,
        Status: detail.Status,
        Type: detail.Type,
        KeyAlgorithm: detail.KeyAlgorithm,
        KeyUsages: detail.KeyUsages?.flatMap(({ Name }) => (Name === undefined ? [] : [Name])),
        ExtendedKeyUsages: detail.ExtendedKeyUsages?.flatMap(({ Name }) => (Name === undefined ? [] : [Name])),
        InUse: (detail.InUseBy?.length ?? 0) > 0,
        ...(!certificate.isImported && {
          Exported: certificate.isExported === true,
          ExportOption: detail.Options?.Export,
        }),
        RenewalEligibility: detail.RenewalEligibility,
        NotBefore: detail.NotBefore,
        NotAfter: detail.NotAfter,
        CreatedAt: detail.CreatedAt,
        IssuedAt: detail.IssuedAt,
        ImportedAt: detail.ImportedAt,
      })),
      ...next,
    };
  },
);

function inOrder(one: CertificateRecord, other: CertificateRecord, isByTime: boolean): number {
  const difference = isByTime ? one.createdAtMs - other.createdAtMs : 0;
  return difference !== 0 ? difference : one.id < other.id ? -1 : 1;
}

/** All certificates here are for servers: what is asked besides has none. */
function hasUsages(
  { keyAlgorithm }: CertificateRecord,
  wanted: { readonly keyUsage?: readonly string[]; readonly extendedKeyUsage?: readonly string[] },
): boolean {
  const usages = keyAlgorithm.startsWith("RSA_") ? ["DIGITAL_SIGNATURE", "KEY_ENCIPHERMENT"] : ["DIGITAL_SIGNATURE"];
  const isAmong = (all: readonly string[]) => (usage: string) => usage === "ANY" || all.includes(usage);
  return (
    (wanted.keyUsage ?? []).every(isAmong(usages)) &&
    (wanted.extendedKeyUsage ?? []).every(isAmong(["TLS_WEB_SERVER_AUTHENTICATION"]))
  );
}
