// The settings about mail: both or neither, and complaints that name the setting and the cure.

import { expect } from 'chai';
import { readConfig } from '../src/config.ts';

const complaintsOf = (env: Record<string, string>): readonly string[] => {
  const reading = readConfig(env);
  return 'complaints' in reading ? reading.complaints : [];
};

describe('the settings of mail', () => {
  it('are absent by default, and an empty one is absent too', () => {
    const reading = readConfig({ SMTP_URL: ' ' });
    expect('config' in reading && reading.config.mail).to.equal(null);
  });

  it('come together', () => {
    const reading = readConfig({ SMTP_URL: 'smtps://u:p%40ss@mail.example.org', MAIL_FROM: 'resit@example.org' });
    expect('config' in reading && reading.config.mail).to.deep.equal({
      smtpUrl: 'smtps://u:p%40ss@mail.example.org',
      from: 'resit@example.org',
    });
    expect(complaintsOf({ SMTP_URL: 'smtp://mail.example.org' })).to.deep.equal([
      'MAIL_FROM is required when SMTP_URL is set: mail needs both',
    ]);
    expect(complaintsOf({ MAIL_FROM: 'resit@example.org' })).to.deep.equal([
      'SMTP_URL is required when MAIL_FROM is set: mail needs both',
    ]);
  });

  it('are refused by name', () => {
    const complaints = complaintsOf({ SMTP_URL: 'https://mail.example.org', MAIL_FROM: 'Resit <resit@example.org>' });
    expect(complaints).to.have.length(2);
    expect(complaints[0]).to.match(/^SMTP_URL must be an address such as smtp:/);
    expect(complaints[1]).to.match(/^MAIL_FROM must be an address without a name/);
  });
});
