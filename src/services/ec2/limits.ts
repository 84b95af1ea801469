// Quotas as AWS sets them for new accounts. LIMIT: AWS: "Amazon VPC quotas", "Quotas for Elastic IP addresses". There is no Service Quotas here to raise them by.

export const LIMITS = {
  vpcs: 5,
  cidrsOfVpc: 5,
  subnetsOfVpc: 200,
  internetGateways: 5,
  natGatewaysOfZone: 5,
  addresses: 5,
  routeTablesOfVpc: 200,
  routesOfTable: 500,
  securityGroups: 2500,
  rulesOfGroup: 60,
  groupsOfInterface: 5,
  networkInterfaces: 5000,
  gatewayEndpoints: 20,
  interfaceEndpointsOfVpc: 50,
  tags: 50,
} as const;
