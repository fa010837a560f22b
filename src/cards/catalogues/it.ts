import type { Catalogue } from './catalogue.ts';

export const it: Catalogue = {
  'card.incident': 'Incidente {id}',
  'card.severity': 'Gravità',
  'card.status': 'Stato',
  'card.unassigned': 'Non assegnato',
  'card.assignedTo': 'Assegnato a {assignee}',
  'card.updated': 'Aggiornato {time}',
  'card.noTime': 'in data sconosciuta',
  'card.openPortal': 'Apri nel portale Defender',
  'card.merged': 'Hai chiesto {askedId}; è stato unito a {id}.',
  'card.stale': 'Questo è ciò che diceva {age} fa.',
  'card.several': 'Incidenti {ids}',

  'severity.high': 'Alta',
  'severity.medium': 'Media',
  'severity.low': 'Bassa',
  'severity.informational': 'Informativa',
  'severity.unknown': 'Sconosciuta',
  'status.active': 'Attivo',
  'status.inProgress': 'In corso',
  'status.awaitingAction': 'In attesa di azione',
  'status.resolved': 'Risolto',
  'status.redirected': 'Reindirizzato',
  'status.unknown': 'Sconosciuto',

  hint: 'Non ho capito. Prova: {suggestion}',
  reference: 'Riferimento: {reference}',

  'help.title': 'Incidenti di Microsoft Defender',
  'help.intro': 'Inviami il numero di un incidente e rispondo con stato, gravità, persona assegnata e un collegamento.',
  'help.one': 'L’incidente 29. La barra e la parola si possono omettere.',
  'help.several': 'Più di uno alla volta, fino a {max}.',
  'help.link': 'Un collegamento a un incidente',
  'help.linkMeaning': 'Incollato dal portale Defender.',
  'help.help': 'Questa panoramica.',
  'help.inChannels': 'In un canale o in una chat di gruppo menzionami in ogni messaggio, anche nelle risposte.',

  'failure.invalid-id': 'Non è un numero di incidente. Invia un numero intero, per esempio: /incident 29',
  'failure.not-found': 'L’incidente {id} non è stato trovato. Forse non è mai esistito o non è più conservato.',
  'failure.not-found.merged': 'L’incidente {id} è stato unito a {target}, che non è stato trovato.',
  'failure.not-allowed': 'Qui non puoi vedere gli incidenti. Chiedi all’amministrazione del bot.',
  'failure.not-allowed.contact': 'Qui non puoi vedere gli incidenti. Chiedi a {contact}.',
  'failure.missing-permission':
    'Il bot non è autorizzato a leggere gli incidenti. L’amministrazione deve concedergli l’autorizzazione dell’applicazione {role} e dare il consenso.',
  'failure.not-provisioned':
    'In questo tenant Microsoft Defender XDR non è configurato o non ha una licenza, quindi non ci sono incidenti da leggere.',
  'failure.bad-credential':
    'Il bot non è riuscito ad accedere all’API di sicurezza. La sua amministrazione deve controllare le credenziali.',
  'failure.throttled': 'L’API di sicurezza sta limitando le richieste. Riprova tra {wait}.',
  'failure.unavailable': 'L’API di sicurezza non è al momento disponibile. Riprova tra un minuto.',
  'failure.timeout': 'L’API di sicurezza ha impiegato troppo tempo a rispondere. Riprova tra un minuto.',
  'failure.other-tenant': 'Quel collegamento è di un altro tenant. Il bot legge solo gli incidenti del proprio tenant.',
  'failure.too-many': 'Sono più di {max} incidenti. Chiedine al massimo {max} alla volta.',
  'failure.merge-loop':
    'L’incidente {id} è unito in circolo o troppe volte, quindi non c’è un incidente finale da mostrare.',
  'failure.internal': 'Qualcosa è andato storto nel bot. La sua amministrazione può scoprirlo con il riferimento.',
};
