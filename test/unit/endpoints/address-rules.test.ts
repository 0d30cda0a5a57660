import { describe, expect, it } from 'vitest';

import { publicAddresses } from '../../../src/monitors/endpoints/network/address-rules.ts';

const none = publicAddresses([]);

describe('addresses for endpoints of the API', () => {
  it.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    '192.0.2.1',
    '198.18.0.1',
    '203.0.113.5',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:a9fe:a9fe',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:0:1::',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd00:ec2::254',
    'fec0::1',
    'ff02::1',
    '100::1',
    '2001:db8::1',
    '4000::1',
    'nonsense',
    '',
    '2130706433x',
  ])('refuse %s', (address) => {
    expect(none(address)).toMatch(/^is /);
  });

  it.each(['93.184.215.14', '1.1.1.1', '2606:4700:4700::1111', '::ffff:93.184.215.14'])(
    'take %s',
    (address) => {
      expect(none(address)).toBeNull();
    },
  );

  it('take what is allowed, and nothing beside it', () => {
    const rules = publicAddresses(['10.1.0.0/16', 'fd00::/8']);
    expect(rules('10.1.2.3')).toBeNull();
    expect(rules('::ffff:10.1.2.3')).toBeNull();
    expect(rules('fd12::1')).toBeNull();
    expect(rules('10.2.0.1')).not.toBeNull();
    expect(rules('127.0.0.1')).not.toBeNull();
    expect(rules('fe80::1')).not.toBeNull();
  });
});
