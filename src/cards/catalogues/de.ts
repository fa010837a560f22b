import type { Catalogue } from './catalogue.ts';

export const de: Catalogue = {
  'card.incident': 'Incident {id}',
  'card.severity': 'Schweregrad',
  'card.status': 'Status',
  'card.unassigned': 'Nicht zugewiesen',
  'card.assignedTo': 'Zugewiesen an {assignee}',
  'card.updated': 'Aktualisiert {time}',
  'card.noTime': 'zu unbekannter Zeit',
  'card.openPortal': 'Im Defender-Portal öffnen',
  'card.merged': 'Sie haben nach {askedId} gefragt; er wurde mit {id} zusammengeführt.',
  'card.stale': 'Das ist der Stand von vor {age}.',
  'card.several': 'Incidents {ids}',

  'severity.high': 'Hoch',
  'severity.medium': 'Mittel',
  'severity.low': 'Niedrig',
  'severity.informational': 'Information',
  'severity.unknown': 'Unbekannt',
  'status.active': 'Aktiv',
  'status.inProgress': 'In Bearbeitung',
  'status.awaitingAction': 'Wartet auf Aktion',
  'status.resolved': 'Gelöst',
  'status.redirected': 'Umgeleitet',
  'status.unknown': 'Unbekannt',

  hint: 'Das habe ich nicht verstanden. Versuchen Sie: {suggestion}',
  reference: 'Referenz: {reference}',

  'help.title': 'Microsoft-Defender-Incidents',
  'help.intro':
    'Senden Sie mir die Nummer eines Incidents, und ich antworte mit Status, Schweregrad, zugewiesener Person und einem Link.',
  'help.one': 'Incident 29. Schrägstrich und Wort dürfen fehlen.',
  'help.several': 'Mehrere auf einmal, bis zu {max}.',
  'help.link': 'Ein Link auf einen Incident',
  'help.linkMeaning': 'Aus dem Defender-Portal eingefügt.',
  'help.help': 'Diese Übersicht.',
  'help.inChannels': 'Erwähnen Sie mich in Kanälen und Gruppenchats in jeder Nachricht, auch in Antworten.',

  'failure.invalid-id': 'Das ist keine Incident-Nummer. Senden Sie eine ganze Zahl, zum Beispiel: /incident 29',
  'failure.not-found':
    'Incident {id} wurde nicht gefunden. Vielleicht gab es ihn nie, oder er wird nicht mehr aufbewahrt.',
  'failure.not-found.merged': 'Incident {id} wurde mit {target} zusammengeführt, und dieser wurde nicht gefunden.',
  'failure.not-allowed': 'Sie dürfen hier keine Incidents sehen. Fragen Sie die Administration des Bots.',
  'failure.not-allowed.contact': 'Sie dürfen hier keine Incidents sehen. Fragen Sie {contact}.',
  'failure.missing-permission':
    'Der Bot darf keine Incidents lesen. Die Administration muss ihm die Anwendungsberechtigung {role} geben und ihr zustimmen.',
  'failure.not-provisioned':
    'In diesem Mandanten ist Microsoft Defender XDR nicht eingerichtet oder lizenziert, daher gibt es keine Incidents.',
  'failure.bad-credential':
    'Der Bot konnte sich nicht an der Sicherheits-API anmelden. Die Administration muss seine Anmeldedaten prüfen.',
  'failure.throttled': 'Die Sicherheits-API begrenzt die Anfragen. Versuchen Sie es in {wait} noch einmal.',
  'failure.unavailable':
    'Die Sicherheits-API ist gerade nicht verfügbar. Versuchen Sie es in einer Minute noch einmal.',
  'failure.timeout':
    'Die Sicherheits-API hat zu lange für eine Antwort gebraucht. Versuchen Sie es in einer Minute noch einmal.',
  'failure.other-tenant':
    'Dieser Link gehört zu einem anderen Mandanten. Der Bot liest nur Incidents seines eigenen Mandanten.',
  'failure.too-many': 'Das sind mehr als {max} Incidents. Fragen Sie nach höchstens {max} auf einmal.',
  'failure.merge-loop':
    'Incident {id} ist im Kreis oder zu oft zusammengeführt worden, daher gibt es keinen letzten Incident zu zeigen.',
  'failure.internal': 'Im Bot ist etwas schiefgegangen. Seine Administration findet es mit der Referenz heraus.',
};
