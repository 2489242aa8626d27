// Texts sealed at rest: opened only by the installation, for the purpose and for the owner that they were sealed for.

import { expect } from 'chai';
import { randomBytes } from 'node:crypto';
import { sealingFor } from '../../src/outside/sealing.ts';

describe('sealing', () => {
  const master = randomBytes(32);
  const sealing = sealingFor(master, 'codes');

  it('opens what it sealed, each time written differently', () => {
    const first = sealing.seal('CPC-1 é', 'e1');
    expect(sealing.open(first, 'e1')).to.equal('CPC-1 é');
    expect(sealing.seal('CPC-1 é', 'e1').data).not.to.equal(first.data);
    expect(JSON.stringify(first)).not.to.contain('CPC-1');
  });

  it('stays shut for another owner, another purpose, another master key, and after any change', () => {
    const sealed = sealing.seal('CPC-1', 'e1');
    expect(() => sealing.open(sealed, 'e2')).to.throw();
    expect(() => sealingFor(master, 'something else').open(sealed, 'e1')).to.throw('not configured');
    expect(() => sealingFor(randomBytes(32), 'codes').open(sealed, 'e1')).to.throw('not configured');
    const flipped = Buffer.from(sealed.data, 'base64');
    flipped[0]! ^= 1;
    expect(() => sealing.open({ ...sealed, data: flipped.toString('base64') }, 'e1')).to.throw();
    expect(() => sealing.open({ ...sealed, tag: sealed.tag.slice(0, 8) }, 'e1')).to.throw();
  });

  it('wants a master key of 32 bytes', () => {
    expect(() => sealingFor(randomBytes(16), 'codes')).to.throw('32 bytes');
  });
});
