// How servers that write no delivery status notification begin what they write; in lower case.

/** The message is on its way still. */
const delayed: readonly RegExp[] = [
  // Exim, Postfix, Sendmail, Courier.
  /not yet been delivered|delivery attempts will continue|do not need to re-?send|warning: message \S{1,40} delayed/,
  /will (be re-?tried|keep trying|continue to (try|attempt|be)|retry for)|still being (re-?tried|queued)|warning: could not send/,
  // OpenSMTPD, Gmail, Exchange.
  /a message is delayed for more than|notification \(delay\)|delivery (is|has been) delayed|delivery delayed/,
  /verzögert|remise (du message )?retardée|retraso en la entrega/,
];

/** The message has not arrived, and will not. */
const failed: readonly RegExp[] = [
  // qmail; Exim, and GMX in Exim's manner; Postfix; OpenSMTPD.
  /this is the \S{0,30} ?qmail-send program|created automatically by (the )?mail delivery software/,
  /this is the (postfix|mail) (program|system) at host|error has occurred while attempting to deliver|error delivering your/,
  // Sendmail, Courier, Exchange, Domino, GroupWise, Gmail, Yahoo, AOL, Apple, MDaemon.
  /had (permanent|delivery) (fatal )?errors|(could not|couldn'?t|cannot|can't|was not|were not|wasn'?t|has not been|not) (be )?delivered/,
  /(unable|not able|failed|failure|impossible) (in )?(to )?deliver|deliver(y|ing)( status notification)?[ :(]*(has |have )?fail/,
  /undeliver(ed|able)|did not reach|returned (mail|to (the )?sender)|non[- ]?delivery|delivery (error|problem|unsuccessful)/,
  // A mailbox that is full, by whoever keeps it.
  /(mailbox|inbox|account|quota) (is |has been )?(full|exceeded|over quota)|over (its|their|the) quota/,
  // Exchange, GMX and others in the language of their people.
  /nicht (zugestellt|zustellbar|erreicht|ausgeliefert)|unzustellbar|zustellung fehlgeschlagen|zustellfehler/,
  /n'a pas (pu )?(été|être) (remis|distribué|délivré)|échec de (la )?(remise|livraison)|non (remis|distribuable)|non remis/,
  /no se (ha podido|pudo|puede|ha) entrega|error (de|en la) entrega|no entregado/,
  /(impossibile|non è stato possibile) (consegnare|recapitare)|mancat[ao] (recapito|consegna)|non recapitabile/,
  /não (foi possível|pôde ser) (entreg|ser entreg)|não entregue|niet (worden )?(bezorgd|afgeleverd|bestelbaar)/,
  /не (было |может быть |удалось )?достав|nie można dostarczyć|niedostarcz|doručit|doručen/,
  /配信(不能|でき)|届け?きません|無法(傳遞|投遞|送達)|无法(投递|送达|发送)|投递失败|退信|被退回/,
];

/** Mail that answers by itself without being about delivery; in lower case, for subjects. */
const answering =
  /^(re: ?)?(auto(matic|mated|matische)?[- :]?(re(ply|sponse|spuesta)|antwort)|out of (the )?office|abwesen|vacation|on holiday|réponse automatique|absence|risposta automatica|respuesta automática|resposta automática|automatisch antwoord|afwezig|auto(matiskt )?svar|automatyczna odpowied|автоответ|автоматический ответ|自動(返信|応答|回覆)|自动(回复|答复)|不在(通知|のお知らせ)|read:|gelesen:|lu ?:)/;

/** What the beginning of a text says of a delivery, if it says anything. */
export function openingOf(text: string): 'failed' | 'delayed' | undefined {
  const start = text.slice(0, 4000).toLowerCase().replace(/\s+/g, ' ').replaceAll('’', "'");
  if (delayed.some((opening) => opening.test(start))) return 'delayed';
  return failed.some((opening) => opening.test(start)) ? 'failed' : undefined;
}

export const answersByItself = (subject: string): boolean => answering.test(subject.trim().toLowerCase());
