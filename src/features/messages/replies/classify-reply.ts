/** What a server answered, or a report quotes. */
export interface Reply {
  /** SMTP reply code: `550`. */
  code?: string | undefined;
  /** RFC 3463: `5.1.1`. Where it is absent, the beginning of the words may have it. */
  status?: string | undefined;
  words: string;
}

/** `deferred`: trying again may help. */
export function classifyReply({ code = '', status = '', words }: Reply): 'bounced' | 'blocked' | 'deferred' {
  if (code.startsWith('4') || (code === '' && status.startsWith('4'))) return 'deferred';
  return /^5\.7\./.test(status || words) ? 'blocked' : 'bounced';
}
