# installed by later step
