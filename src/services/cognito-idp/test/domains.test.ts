// Names of customers' own for a pool's pages, with certificates of ACM.

import { ACMClient, DescribeCertificateCommand } from "@aws-sdk/client-acm";
import {
  CreateUserPoolDomainCommand,
  DeleteUserPoolCommand,
  DeleteUserPoolDomainCommand,
  DescribeUserPoolCommand,
  DescribeUserPoolDomainCommand,
  UpdateUserPoolDomainCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { request } from "node:http";
import { expect, test } from "vitest";
import { importCertificate } from "../../../testing/certificates.ts";
import { poolBench } from "./bench.ts";

/** The status of a page under a name that no DNS has. */
function statusAt(origin: string, host: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const outgoing = request({ hostname, port, path, headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    outgoing.once("error", reject);
    outgoing.end();
  });
}

test("a pool's pages are under a name of the customer's own", async () => {
  // Goal: CustomDomainConfig, from the certificate to the page. AWS: "Using your own domain for managed login". Method: certificates that
  // are wrong, then one that is right, the page by its Host header and by its path, and everything away again.
  const { cognito, UserPoolId, account, yard } = await poolBench();
  const acm = new ACMClient({ ...account.config, region: "us-east-1" });
  const Domain = `auth.c${account.account}.example`;
  const importFor = (name: string): Promise<string> => importCertificate(yard, account, [name], "us-east-1");
  const CertificateArn = await importFor(Domain);
  const create = (domain: string, arn: string) =>
    cognito.send(
      new CreateUserPoolDomainCommand({ UserPoolId, Domain: domain, CustomDomainConfig: { CertificateArn: arn } }),
    );
  const elsewhere = CertificateArn.replace("us-east-1", "eu-west-1");
  const refused: [string, string][] = [
    [Domain, elsewhere],
    [Domain, CertificateArn.replace(/[^/]+$/, "nothing")],
    [`other.c${account.account}.example`, CertificateArn],
    ["example.com", CertificateArn],
    ["pages.auth.us-east-1.amazoncognito.com", CertificateArn],
  ];
  for (const [domain, arn] of refused)
    await expect(create(domain, arn)).rejects.toMatchObject({ name: "InvalidParameterException" });
  const { CloudFrontDomain } = await create(Domain, CertificateArn);
  expect(CloudFrontDomain).toMatch(/^d[a-z0-9]{13}\.cloudfront\.net$/);
  await expect(create(Domain, CertificateArn)).rejects.toMatchObject({ name: "InvalidParameterException" });
  const { DomainDescription } = await cognito.send(new DescribeUserPoolDomainCommand({ Domain }));
  expect(DomainDescription).toMatchObject({
    UserPoolId,
    CloudFrontDistribution: CloudFrontDomain,
    CustomDomainConfig: { CertificateArn },
  });
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
  expect(UserPool?.CustomDomain).toBe(Domain);
  const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn }));
  expect(Certificate?.InUseBy).toEqual([UserPool?.Arn]);

  // A page without a client: it is there, and says what is wrong.
  expect(await statusAt(yard.origin, Domain, "/login")).toBe(400);
  const byPath = await fetch(`${yard.origin}/_aws/auth/${Domain}/login`);
  expect([byPath.status, await byPath.text()]).toEqual([400, expect.stringContaining("The client is not one")]);
  const discovered = await fetch(`${yard.origin}/${UserPoolId}/.well-known/openid-configuration`);
  expect(await discovered.json()).toMatchObject({
    authorization_endpoint: `${yard.origin}/_aws/auth/${Domain}/oauth2/authorize`,
  });

  const next = await importFor(Domain);
  await cognito.send(
    new UpdateUserPoolDomainCommand({ UserPoolId, Domain, CustomDomainConfig: { CertificateArn: next } }),
  );
  const freed = await acm.send(new DescribeCertificateCommand({ CertificateArn }));
  expect(freed.Certificate?.InUseBy).toEqual([]);
  await expect(cognito.send(new DeleteUserPoolCommand({ UserPoolId }))).rejects.toMatchObject({
    name: "InvalidParameterException",
  });
  await cognito.send(new DeleteUserPoolDomainCommand({ UserPoolId, Domain }));
  expect(await statusAt(yard.origin, Domain, "/login")).not.toBe(400);
  await cognito.send(new DeleteUserPoolCommand({ UserPoolId }));
});
