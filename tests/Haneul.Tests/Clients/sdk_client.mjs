// Haneul as the AWS SDK for JavaScript sees it: a VPC with a subnet, read in pages, waited for, and taken away.
import { pathToFileURL } from "node:url";

const [endpoint, modules] = process.argv.slice(2);
const sdk = await import(pathToFileURL(`${modules}/@aws-sdk/client-ec2/dist-cjs/index.js`));
const ec2 = new sdk.EC2Client({ endpoint, region: "eu-west-1", credentials: { accessKeyId: "123456789012", secretAccessKey: "x" } });

const { Vpc } = await ec2.send(new sdk.CreateVpcCommand({ CidrBlock: "10.7.0.0/16" }));
if (Vpc.OwnerId !== "123456789012") throw new Error(`the account is the access key's, not ${Vpc.OwnerId}`);
await sdk.waitUntilVpcAvailable({ client: ec2, maxWaitTime: 60, minDelay: 1 }, { VpcIds: [Vpc.VpcId] });
const { Subnet } = await ec2.send(new sdk.CreateSubnetCommand({ VpcId: Vpc.VpcId, CidrBlock: "10.7.1.0/24" }));
if (Subnet.AvailableIpAddressCount !== 251) throw new Error(`251 addresses, not ${Subnet.AvailableIpAddressCount}`);
const zones = await ec2.send(new sdk.DescribeAvailabilityZonesCommand({}));
if (!zones.AvailabilityZones.every((z) => z.RegionName === "eu-west-1")) throw new Error("zones of another region");
const types = [];
for await (const page of sdk.paginateDescribeInstanceTypes({ client: ec2, pageSize: 50 }, {})) types.push(...page.InstanceTypes);
if (new Set(types.map((t) => t.InstanceType)).size !== types.length || types.length < 100) throw new Error(`${types.length} instance types in pages`);
try {
  await ec2.send(new sdk.DeleteVpcCommand({ VpcId: Vpc.VpcId }));
  throw new Error("a VPC with a subnet was deleted");
} catch (error) {
  if (error.name !== "DependencyViolation") throw error;
}
await ec2.send(new sdk.DeleteSubnetCommand({ SubnetId: Subnet.SubnetId }));
await ec2.send(new sdk.DeleteVpcCommand({ VpcId: Vpc.VpcId }));
console.log(`${types.length} instance types`);
