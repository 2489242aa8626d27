// Which internet addresses are public, which belong to the machine or its private network, and which are never called.
import { BlockList, isIP, isIPv6 } from 'node:net';

export type AddressKind = 'public' | 'local' | 'forbidden';

const local = new BlockList();
local.addSubnet('127.0.0.0', 8);
local.addSubnet('10.0.0.0', 8);
local.addSubnet('172.16.0.0', 12);
local.addSubnet('192.168.0.0', 16);
local.addAddress('::1', 'ipv6');
local.addSubnet('fc00::', 7, 'ipv6');

/** Reserved ranges, link-local (cloud metadata lives there), multicast, documentation, and tunnels to all of these. */
const forbidden = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  forbidden.addSubnet(net, prefix);
}
for (const [net, prefix] of [
  ['::', 128],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const) {
  forbidden.addSubnet(net, prefix, 'ipv6');
}

/** What kind of address this is, IPv4 inside IPv6 included; anything that is no address is forbidden. */
export function kindOfAddress(address: string): AddressKind {
  if (isIP(address) === 0) return 'forbidden';
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  if (local.check(address, family)) return 'local';
  return forbidden.check(address, family) ? 'forbidden' : 'public';
}

/** The same for a host as it stands in a URL; null for a name, which only a look-up can tell. */
export function kindOfHost(hostname: string): AddressKind | null {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (isIP(host) !== 0) return kindOfAddress(host);
  return host === 'localhost' || host.endsWith('.localhost') ? 'local' : null;
}
