import type { Catalogue } from './catalogue.ts';

export const fr: Catalogue = {
  'card.incident': 'Incident {id}',
  'card.severity': 'Gravité',
  'card.status': 'État',
  'card.unassigned': 'Non attribué',
  'card.assignedTo': 'Attribué à {assignee}',
  'card.updated': 'Mis à jour {time}',
  'card.noTime': 'à une date inconnue',
  'card.openPortal': 'Ouvrir dans le portail Defender',
  'card.merged': 'Vous avez demandé {askedId} ; il a été fusionné avec {id}.',
  'card.stale': 'Voici ce qu’elle disait il y a {age}.',
  'card.several': 'Incidents {ids}',

  'severity.high': 'Élevée',
  'severity.medium': 'Moyenne',
  'severity.low': 'Faible',
  'severity.informational': 'Information',
  'severity.unknown': 'Inconnue',
  'status.active': 'Actif',
  'status.inProgress': 'En cours',
  'status.awaitingAction': 'En attente d’action',
  'status.resolved': 'Résolu',
  'status.redirected': 'Redirigé',
  'status.unknown': 'Inconnu',

  hint: 'Je n’ai pas compris. Essayez : {suggestion}',
  reference: 'Référence : {reference}',

  'help.title': 'Incidents Microsoft Defender',
  'help.intro':
    'Envoyez-moi le numéro d’un incident : je réponds avec son état, sa gravité, la personne chargée et un lien.',
  'help.one': 'L’incident 29. La barre oblique et le mot sont facultatifs.',
  'help.several': 'Plusieurs à la fois, jusqu’à {max}.',
  'help.link': 'Un lien vers un incident',
  'help.linkMeaning': 'Collé depuis le portail Defender.',
  'help.help': 'Cet aperçu.',
  'help.inChannels':
    'Dans un canal ou une conversation de groupe, mentionnez-moi dans chaque message, réponses comprises.',

  'failure.invalid-id': 'Ce n’est pas un numéro d’incident. Envoyez un nombre entier, par exemple : /incident 29',
  'failure.not-found': 'L’incident {id} est introuvable. Il n’a peut-être jamais existé ou n’est plus conservé.',
  'failure.not-found.merged': 'L’incident {id} a été fusionné avec {target}, qui est introuvable.',
  'failure.not-allowed': 'Vous n’êtes pas autorisé à voir les incidents ici. Adressez-vous à l’administration du bot.',
  'failure.not-allowed.contact': 'Vous n’êtes pas autorisé à voir les incidents ici. Adressez-vous à {contact}.',
  'failure.missing-permission':
    'Le bot n’est pas autorisé à lire les incidents. L’administration doit lui accorder l’autorisation d’application {role} et y consentir.',
  'failure.not-provisioned':
    'Microsoft Defender XDR n’est pas configuré ou n’a pas de licence dans ce locataire : il n’y a aucun incident à lire.',
  'failure.bad-credential':
    'Le bot n’a pas pu se connecter à l’API de sécurité. Son administration doit vérifier ses informations d’identification.',
  'failure.throttled': 'L’API de sécurité limite les demandes. Réessayez dans {wait}.',
  'failure.unavailable': 'L’API de sécurité n’est pas disponible pour le moment. Réessayez dans une minute.',
  'failure.timeout': 'L’API de sécurité a mis trop de temps à répondre. Réessayez dans une minute.',
  'failure.other-tenant':
    'Ce lien appartient à un autre locataire. Le bot ne lit que les incidents de son propre locataire.',
  'failure.too-many': 'Cela fait plus de {max} incidents. Demandez-en {max} au maximum à la fois.',
  'failure.merge-loop':
    'L’incident {id} est fusionné en boucle ou trop de fois : il n’y a pas d’incident final à afficher.',
  'failure.internal': 'Une erreur s’est produite dans le bot. Son administration peut la retrouver avec la référence.',
};
