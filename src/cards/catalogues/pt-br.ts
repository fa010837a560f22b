import type { Catalogue } from './catalogue.ts';

export const ptBr: Catalogue = {
  'card.incident': 'Incidente {id}',
  'card.severity': 'Gravidade',
  'card.status': 'Status',
  'card.unassigned': 'Não atribuído',
  'card.assignedTo': 'Atribuído a {assignee}',
  'card.updated': 'Atualizado {time}',
  'card.noTime': 'em data desconhecida',
  'card.openPortal': 'Abrir no portal do Defender',
  'card.merged': 'Você pediu {askedId}; ele foi mesclado com {id}.',
  'card.stale': 'Isto é o que ela dizia há {age}.',
  'card.several': 'Incidentes {ids}',

  'severity.high': 'Alta',
  'severity.medium': 'Média',
  'severity.low': 'Baixa',
  'severity.informational': 'Informativa',
  'severity.unknown': 'Desconhecida',
  'status.active': 'Ativo',
  'status.inProgress': 'Em andamento',
  'status.awaitingAction': 'Aguardando ação',
  'status.resolved': 'Resolvido',
  'status.redirected': 'Redirecionado',
  'status.unknown': 'Desconhecido',

  hint: 'Não entendi. Tente: {suggestion}',
  reference: 'Referência: {reference}',

  'help.title': 'Incidentes do Microsoft Defender',
  'help.intro': 'Envie o número de um incidente e eu respondo com status, gravidade, responsável e um link.',
  'help.one': 'O incidente 29. A barra e a palavra podem ser omitidas.',
  'help.several': 'Vários de uma vez, até {max}.',
  'help.link': 'Um link para um incidente',
  'help.linkMeaning': 'Colado do portal do Defender.',
  'help.help': 'Esta visão geral.',
  'help.inChannels': 'Em um canal ou chat em grupo, mencione-me em cada mensagem, também nas respostas.',

  'failure.invalid-id': 'Isso não é um número de incidente. Envie um número inteiro, por exemplo: /incident 29',
  'failure.not-found': 'O incidente {id} não foi encontrado. Talvez nunca tenha existido ou não seja mais mantido.',
  'failure.not-found.merged': 'O incidente {id} foi mesclado com {target}, que não foi encontrado.',
  'failure.not-allowed': 'Você não pode ver incidentes aqui. Fale com a administração do bot.',
  'failure.not-allowed.contact': 'Você não pode ver incidentes aqui. Fale com {contact}.',
  'failure.missing-permission':
    'O bot não tem permissão para ler incidentes. A administração precisa conceder a ele a permissão de aplicativo {role} e dar consentimento.',
  'failure.not-provisioned':
    'Este locatário não tem o Microsoft Defender XDR configurado ou licenciado, então não há incidentes para ler.',
  'failure.bad-credential':
    'O bot não conseguiu entrar na API de segurança. A administração precisa verificar a credencial dele.',
  'failure.throttled': 'A API de segurança está limitando as solicitações. Tente novamente em {wait}.',
  'failure.unavailable': 'A API de segurança não está disponível agora. Tente novamente em um minuto.',
  'failure.timeout': 'A API de segurança demorou demais para responder. Tente novamente em um minuto.',
  'failure.other-tenant': 'Esse link é de outro locatário. O bot só lê incidentes do próprio locatário.',
  'failure.too-many': 'São mais de {max} incidentes. Peça no máximo {max} de cada vez.',
  'failure.merge-loop':
    'O incidente {id} foi mesclado em círculo ou vezes demais, então não há um incidente final para mostrar.',
  'failure.internal': 'Algo deu errado no bot. A administração pode descobrir com a referência.',
};
