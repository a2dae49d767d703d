import assert from 'node:assert/strict';
import { test } from 'node:test';
import { certificateAddress } from './sns-addresses.ts';

const theirs = [
  'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem',
  'https://sns.us-gov-west-1.amazonaws.com/SimpleNotificationService-0.pem',
  'https://sns.cn-north-1.amazonaws.com.cn/SimpleNotificationService-0.pem',
  'https://SNS.eu-west-1.AMAZONAWS.com:443/SimpleNotificationService-0.pem',
];
for (const address of theirs) {
  test(`${address} is fetched`, () => {
    assert.equal(certificateAddress(address)?.protocol, 'https:');
  });
}

const notTheirs = [
  'http://sns.us-east-1.amazonaws.com/a.pem',
  'https://sns.us-east-1.amazonaws.com.example.com/a.pem',
  'https://sns.us-east-1.amazonaws.com.cn.example.com/a.pem',
  'https://sns.example.com/sns.us-east-1.amazonaws.com/a.pem',
  'https://sns.us-east-1.amazonaws.com@example.com/a.pem',
  'https://user@sns.us-east-1.amazonaws.com/a.pem',
  'https://sns.us-east-1.amazonaws.com:8443/a.pem',
  'https://sns.us-east-1.amazonaws.com./a.pem',
  'https://s3.us-east-1.amazonaws.com/bucket/a.pem',
  'https://sns.s3.amazonaws.com/a.pem',
  'https://bucket.sns.us-east-1.amazonaws.com/a.pem',
  'https://snsxus-east-1.amazonaws.com/a.pem',
  'https://sns.us-east-1.amazonaws.com/a.pem?Action=GetTopicAttributes',
  'https://sns.us-east-1.amazonaws.com/a.pem#a',
  'https://sns.us-east-1.amazonaws.com/folder/a.pem',
  'https://sns.us-east-1.amazonaws.com/?a.pem',
  'https://sns.us-east-1.amazonaws.com/%2e%2e/a.pem%00',
  'https://example.com\\@sns.us-east-1.amazonaws.com/a.pem',
  'https://example.com#@sns.us-east-1.amazonaws.com/a.pem',
  'https://127.0.0.1/a.pem',
  'file:///etc/a.pem',
  '//sns.us-east-1.amazonaws.com/a.pem',
  '',
];
for (const address of notTheirs) {
  test(`${address || 'no address'} is not fetched`, () => {
    assert.equal(certificateAddress(address), undefined);
  });
}
